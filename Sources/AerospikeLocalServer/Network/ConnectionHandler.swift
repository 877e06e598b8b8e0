import AerospikeProtocol
import NIOCore
import Synchronization

/// One client's connection: takes messages in, answers them one after the other, and lets scans flow as fast as the client
/// reads (`Spec/wire-protocol.md` §1).
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Answers are collected up to this size before they are sent, in bytes.
    private static let answerSize = 256 * 1024
    /// Memory of the writer beyond this is given back after an answer, in bytes.
    private static let keptCapacity = 4 * 1024 * 1024

    let responder: MessageResponder
    private var frames = FrameAssembler()
    private var writer = ByteWriter(capacity: 4096)
    private var holdsRead = false
    var flow: ScanFlow?
    var disturbance = Disturbance()

    init(responder: MessageResponder) { self.responder = responder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.disturbance.isMute else { return }
        self.frames.append(self.unwrapInboundIn(data))
        self.process(context: context)
    }

    /// Passes a wish to read on only while answers flow: a client that does not read is not read from.
    func read(context: ChannelHandlerContext) {
        guard self.flow == nil, context.channel.isWritable, !self.responder.state.isFrozen else {
            self.holdsRead = true
            return
        }
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if self.flow != nil { self.continueScan(context: context) } else { self.process(context: context) }
        } else if self.flow != nil {
            self.watchForStall(context: context)
        }
        context.fireChannelWritabilityChanged()
    }

    func channelActive(context: ChannelHandlerContext) {
        self.responder.state.connections.add(1, ordering: .relaxed)
        self.disturbConnection(context: context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.responder.state.connections.subtract(1, ordering: .relaxed)
        self.abandonScan()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Answers the messages that are there, until a scan begins or the client has too much to read.
    func process(context: ChannelHandlerContext) {
        while self.flow == nil, context.channel.isWritable, !self.standsStill(context: context) {
            switch self.frames.next() {
            case .incomplete:
                self.send(context: context)
                self.resumeReading(context: context)
                return
            case .ignored:
                continue
            case .malformed:
                self.send(context: context)
                context.close(promise: nil)
                return
            case .frame(let kind, let body):
                if let fault = self.responder.fault(with: kind, body: body.readableBytesSpan) {
                    self.answer(kind, body: body, with: fault, context: context)
                } else {
                    self.answer(kind, body: body, context: context)
                }
            }
        }
        // What a scan has gathered is not sent before it makes a message.
        if self.flow == nil { self.send(context: context) }
    }

    func answer(_ kind: ProtocolHeader.Kind, body: ByteBuffer, context: ChannelHandlerContext) {
        switch self.responder.respond(to: kind, body: body.readableBytesSpan, into: &self.writer) {
        case .answered:
            if self.writer.count >= Self.answerSize { self.send(context: context) }
        case .scan(let run):
            self.send(context: context)
            self.beginScan(run, context: context)
        }
    }

    private func resumeReading(context: ChannelHandlerContext) {
        guard self.holdsRead else { return }
        self.holdsRead = false
        context.read()
    }

    /// Sends what the writer holds.
    func send(context: ChannelHandlerContext) {
        guard self.writer.count > 0 else { return }
        let bytes = self.takeWritten(context: context)
        guard self.responder.state.faults == nil else { return self.sendDisturbed(bytes, context: context) }
        context.writeAndFlush(self.wrapOutboundOut(bytes), promise: nil)
    }

    private func takeWritten(context: ChannelHandlerContext) -> ByteBuffer {
        let buffer = Self.copy(self.writer, allocator: context.channel.allocator)
        if self.writer.capacity > Self.keptCapacity {
            self.writer = ByteWriter(capacity: 4096)
        } else {
            self.writer.removeAll()
        }
        return buffer
    }

    private static func copy(_ writer: borrowing ByteWriter, allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: writer.count)
        _ = writer.bytes.withUnsafeBytes { buffer.writeBytes($0) }
        return buffer
    }

    /// Lets `body` append to the writer.
    func withWriter<Value>(_ body: (inout ByteWriter) -> Value) -> Value { body(&self.writer) }
}
