import NIOCore

extension ConnectionHandler {
    /// Goes on with what waited for the node to go on.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is NodeEvent else { return context.fireUserInboundEventTriggered(event) }
        if self.flow != nil { self.continueScan(context: context) } else { self.process(context: context) }
    }
}
