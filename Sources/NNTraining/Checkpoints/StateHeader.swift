/// The first fields of a state's record: what a run must know before it can be set up to go on.
struct StateHeader: Equatable {
    static let version = 1

    /// Which parts follow. The bits are those of the file.
    struct Parts: OptionSet {
        let rawValue: Int
        static let firstMoments = Parts(rawValue: 1)
        static let secondMoments = Parts(rawValue: 2)
        static let dual = Parts(rawValue: 4)
        static let dualMoments = Parts(rawValue: 8)
        static let plateau = Parts(rawValue: 16)
        static let stopping = Parts(rawValue: 32)
        /// Whether there was a validation, whether it measured examples, and whether its parameters are kept.
        static let validated = Parts(rawValue: 64)
        static let evaluated = Parts(rawValue: 128)
        static let best = Parts(rawValue: 256)
        static let all = Parts(rawValue: 511)
        /// Those that come with the settings, and not in the course of a run.
        static let settled: Parts = [.firstMoments, .secondMoments, .dual, .dualMoments, .plateau, .stopping]
    }

    /// Bytes of a parameter.
    var scalarSize: Int
    /// Updates that were made.
    var iteration: Int
    /// Updates of the whole run, as it was meant to be.
    var iterations: Int
    var reportEvery: Int
    var parts: Parts

    func encode(into writer: inout StateWriter) {
        writer.put(Self.version, scalarSize, iteration, iterations, reportEvery, parts.rawValue)
    }
}

extension StateHeader {
    /// Reads what `encode` wrote.
    init(parsing reader: inout StateReader) throws(CheckpointError) {
        let version = try reader.int("version", 1...Int.max)
        guard version == Self.version else {
            throw reader.bad("version", "\(Self.version), the only one that this nntrain knows", found: "\(version)")
        }
        scalarSize = try reader.int("bytes of a parameter", 0...Int.max)
        iteration = try reader.int("iteration", 0...Int.max)
        iterations = try reader.int("iterations", 1...Int.max)
        guard iteration <= iterations else {
            throw reader.bad("iteration", "at most \(iterations)", found: "\(iteration)")
        }
        reportEvery = try reader.int("report interval", 1...Int.max)
        parts = Parts(rawValue: try reader.int("parts", 0...Parts.all.rawValue))
    }
}
