import NNCommand
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What SIGINT (Ctrl-C) and SIGTERM do while a training runs: the first one asks it to stop after the current iteration,
/// the second one ends the process at once.
enum Interruption {
    /// The signal that came, or 0.
    private static let signal = Atomic<Int32>(0)
    private static let signals = [SIGINT, SIGTERM]

    /// The exit code for the signal that came; nil where none did.
    static var exitCode: ExitCode? {
        switch signal.load(ordering: .relaxed) {
        case 0: nil
        case SIGINT: .interrupted
        default: .terminated
        }
    }

    /// Runs `body`, with these signals taken care of; before and behind it they do what they did.
    static func watch<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Before there is a handler, which must not be the first to ask for it.
        signal.store(0, ordering: .relaxed)
        let others = signals.map { (signal: $0, action: install(handler, for: $0)) }
        defer {
            for (signal, action) in others {
                guard var action else { continue }
                sigaction(signal, &action, nil)
            }
        }
        return try body()
    }

    /// Only what is safe whatever the threads are about: an atomic number, and the end of the process.
    private static let handler: @convention(c) (Int32) -> Void = { number in
        let (isFirst, _) = Interruption.signal.compareExchange(expected: 0, desired: number, ordering: .relaxed)
        if !isFirst { _exit(128 + number) }
    }

    /// - Returns: what was done before; nil where the signal is ignored, as by `nohup`, and stays so.
    private static func install(_ handler: @escaping @convention(c) (Int32) -> Void, for signal: Int32) -> sigaction? {
        var old = sigaction()
        sigaction(signal, nil, &old)
        guard !isIgnored(old) else { return nil }
        var new = sigaction()
        #if canImport(Darwin)
            new.__sigaction_u.__sa_handler = handler
        #else
            new.__sigaction_handler.sa_handler = handler
        #endif
        sigemptyset(&new.sa_mask)
        new.sa_flags = SA_RESTART
        sigaction(signal, &new, nil)
        return old
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        // Handlers are compared as numbers: SIG_IGN is none that could be called.
        #if canImport(Darwin)
            unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        #else
            unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        #endif
    }
}
