/// What the reader of a scan's answer wants after a message.
public enum ScanStep: Hashable, Sendable {
    /// More messages: the one that ends the answer has not come.
    case more
    /// Nothing more: the message that ends the answer was in the body.
    case finished
}
