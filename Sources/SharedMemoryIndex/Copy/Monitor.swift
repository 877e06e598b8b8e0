import Glibc

/// State that threads share and wait for changes of.
///
/// `@unchecked`: the state is only touched between lock and unlock of the mutex, whose address never changes.
final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Creates a monitor.
    init(_ state: State) {
        self.state = state
        pthread_mutex_init(self.mutex, nil)
        pthread_cond_init(self.condition, nil)
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    /// Looks at the state or changes it, and wakes those who wait for a change.
    func change<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(self.mutex)
        defer {
            pthread_cond_broadcast(self.condition)
            pthread_mutex_unlock(self.mutex)
        }
        return body(&self.state)
    }

    /// Waits until the state is as wished.
    func wait(until isReached: (State) -> Bool) {
        pthread_mutex_lock(self.mutex)
        while !isReached(self.state) { pthread_cond_wait(self.condition, self.mutex) }
        pthread_mutex_unlock(self.mutex)
    }
}
