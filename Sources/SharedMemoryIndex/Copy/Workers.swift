import Glibc

/// Threads that live as long as a call. They wait for disks most of the time, so that more of them than cores can be of use.
enum Workers {
    /// Runs `body` on some threads at once and returns when all are done.
    ///
    /// - Parameters:
    ///   - count: The threads, the calling one included. If the system gives fewer, those do all the work.
    ///   - body: Takes work until there is none left.
    static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        var threads: [pthread_t] = []
        for _ in 1..<max(1, count) {
            var thread = pthread_t()
            let work = Unmanaged.passRetained(Work(body))
            let result = pthread_create(
                &thread,
                nil,
                { work in
                    guard let work else { return nil }
                    Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                    return nil
                },
                work.toOpaque()
            )
            guard result == 0 else {
                work.release()
                break
            }
            threads.append(thread)
        }
        body()
        for thread in threads { pthread_join(thread, nil) }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
