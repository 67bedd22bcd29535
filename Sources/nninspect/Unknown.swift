import NNCommand
import NNModel

extension FileHeader {
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

/// `1 check`, `2 checks`
func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
