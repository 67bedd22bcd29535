import NNCommand
import NNModel

extension FileHeader {
    /// The content digest in hexadecimal.
    var digestText: String { hexadecimal(digest) }

    /// The optional features as a number in hexadecimal, a bit each.
    var optionalFeaturesText: String { "0x" + String(optionalFeatures, radix: 16) }
}

extension ModelFile {
    /// What in the file this version doesn't know and may do without, for people.
    var unknownParts: [(String, String)] {
        var parts: [(String, String)] = []
        if header.optionalFeatures != 0 {
            parts.append(("optional features", "\(header.optionalFeaturesText), unknown to this version"))
        }
        for chunk in unknownChunks {
            let copying = chunk.type.isSafeToCopy ? "safe to copy" : "not safe to copy"
            parts.append(
                ("chunk \(chunk.type)", "unknown to this version, \(grouped(chunk.rawLength)) bytes, \(copying)"))
        }
        return parts
    }
}

/// Bytes in hexadecimal, without spaces.
func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// `1 check`, `2 checks`
func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
