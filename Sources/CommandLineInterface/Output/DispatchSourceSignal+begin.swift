package import Dispatch

extension DispatchSourceSignal {
    /// Begins to listen. A signal that comes before the return may be lost: it is ignored, and nobody listens yet.
    package func beginListening() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            self.setRegistrationHandler { continuation.resume() }
            self.resume()
        }
    }
}
