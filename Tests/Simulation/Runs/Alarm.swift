import Dispatch

/// Does something after a time, whatever tasks do.
struct Alarm {
    private let item: DispatchWorkItem

    /// Begins to wait.
    init(seconds: Int, _ action: @escaping @Sendable () -> Void) {
        self.item = DispatchWorkItem(block: action)
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: self.item)
    }

    /// Ends to wait.
    func cancel() { self.item.cancel() }
}
