/// The rules of the format, each under the id by which the specification, the errors and the tests cite it.
public enum Rule: Int, Sendable, CaseIterable {
    // The file as a whole
    case signature = 1
    case textMode = 2
    case truncated = 3
    case fileLength = 4
    case headerChecksum = 5
    case version = 6
    case feature = 7
    case reserved = 8
    case directory = 9

    // Chunks
    case tiling = 10
    case chunkType = 11
    case unknownCritical = 12
    case missingChunk = 13
    case chunkOrder = 14
    case headerMismatch = 15
    case chunkChecksum = 16
    case padding = 17
    case codec = 18
    case chunkLength = 19
    case budget = 20
    case blockTable = 21
    case blockChecksum = 22
    case stream = 23
    case digest = 24
    case blockStreams = 25
    case bitMap = 26

    // Records
    case recordLength = 30
    case recordPadding = 31
    case name = 32
    case code = 33
    case shape = 34
    case scaling = 35
    case layerCount = 36
    case layerKind = 37
    case activation = 38
    case layerChain = 39
    case tensorList = 40
    case tensorSize = 41
    case classes = 42
    case threshold = 43
    case metadata = 44
    case history = 45
    case range = 46
    case verification = 47

    // Asked for, not demanded by the format
    case finite = 50

    /// `NNM-017`
    public var id: String {
        let number = String(rawValue)
        return "NNM-" + String(repeating: "0", count: 3 - number.count) + number
    }

    /// Whether the file may be sound, but needs a newer reader.
    public var isUnsupported: Bool {
        switch self {
        case .version, .feature, .unknownCritical, .layerKind: true
        default: false
        }
    }
}
