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
    /// Whether results may be drawn in signs beyond letters: the console of Linux has no braille, for one.
    public static var drawsResults: Bool {
        showsResults && !["dumb", "linux"].contains(environment("TERM") ?? "dumb")
    }
    /// Whether results may be coloured (https://no-color.org).
    public static var coloursResults: Bool { showsResults && allowsColours }
    /// Whether progress may be coloured.
    public static var coloursErrors: Bool { showsErrors && allowsColours }

    /// Characters a line, of the error stream.
    public static var width: Int { width(of: STDERR_FILENO) }
    /// Characters a line, of standard output.
    public static var resultWidth: Int { width(of: STDOUT_FILENO) }

    private static var allowsColours: Bool {
        environment("TERM") != "dumb" && (environment("NO_COLOR") ?? "").isEmpty
    }

    private static func width(of stream: Int32) -> Int {
        var size = winsize()
        guard ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
