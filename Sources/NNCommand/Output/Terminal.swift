#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is known of the terminal that a person looks at.
public enum Terminal {
    /// Whether progress would be seen.
    public static var showsErrors: Bool { isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb" }
    /// Whether results would be seen, and not read by a program.
    public static var showsResults: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether results may be coloured (https://no-color.org).
    public static var coloursResults: Bool {
        showsResults && environment("TERM") != "dumb" && (environment("NO_COLOR") ?? "").isEmpty
    }

    /// Characters a line, of the error stream.
    public static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
