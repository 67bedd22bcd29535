#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many threads work where the caller doesn't say.
package var availableCores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// A thread of the operating system.
package struct PlainThread: @unchecked Sendable {
    private let id: pthread_t

    /// Starts a thread that runs `body`; nil where the system has none left. Somebody must join or detach it.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(run: body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { run($0) }, box.toOpaque())
            let started = code == 0 ? thread : nil
        #else
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { $0.flatMap { run($0) } }, box.toOpaque())
            let started = code == 0 ? thread : nil
        #endif
        guard let started else {
            box.release()
            return nil
        }
        id = started
    }

    /// Waits until the body has returned; to be called once.
    package func join() {
        pthread_join(id, nil)
    }

    /// Lets it run for as long as it takes or the process lives; nobody can join it then.
    package func detach() {
        pthread_detach(id)
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

private func run(_ box: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run()
    return nil
}
