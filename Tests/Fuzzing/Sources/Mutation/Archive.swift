/// A zip archive as names with their contents, to be changed and packed again: under checksums that are right, a fuzzer
/// reaches what members hold.
public struct Archive {
    /// The members, in the order of the directory.
    public var members: [(name: [UInt8], content: [UInt8])] = []

    /// Reads what is sound of an archive; nil where that is nothing.
    public init?(_ file: [UInt8]) {
        let places = file.indices.dropLast(21).reversed().prefix(1 << 12)
        guard let end = places.first(where: { file.number(4, at: $0) == Self.endMark }),
            var entry = file.size(4, at: end + 16)
        else { return nil }
        while members.count < 64, file.number(4, at: entry) == Self.entryMark {
            guard let nameLength = file.size(2, at: entry + 28), let extra = file.size(2, at: entry + 30),
                let comment = file.size(2, at: entry + 32), entry + 46 + nameLength <= file.count
            else { break }
            let name = Array(file[entry + 46..<entry + 46 + nameLength])
            // What is damaged already must not get a checksum that is right.
            if let content = Self.content(ofEntryAt: entry, in: file),
                file.number(4, at: entry + 16) == UInt64(crc32(of: content, 0..<content.count))
            {
                members.append((name, content))
            }
            entry += 46 + nameLength + extra + comment
        }
        if members.isEmpty { return nil }
    }

    private static let (endMark, entryMark): (UInt64, UInt64) = (0x0605_4B50, 0x0201_4B50)

    private static func content(ofEntryAt entry: Int, in file: [UInt8]) -> [UInt8]? {
        guard let method = file.number(2, at: entry + 10), let packed = file.size(4, at: entry + 20),
            let length = file.size(4, at: entry + 24), let header = file.size(4, at: entry + 42),
            let name = file.size(2, at: header + 26), let extra = file.size(2, at: header + 28)
        else { return nil }
        let start = header + 30 + name + extra
        guard start + packed <= file.count, length <= 1 << 20 else { return nil }
        switch method {
        case 0: return Array(file[start..<start + packed])
        case 8: return inflated(file[start..<start + packed], count: length)
        default: return nil
        }
    }

    /// The archive, with members that are stored as they are.
    public var bytes: [UInt8] {
        var (body, directory) = ([UInt8](), [UInt8]())
        for (name, content) in members {
            // Version 2.0, no flags, stored, of the first day that zip knows.
            var fields = [UInt8](repeating: 0, count: 26)
            fields.put(20, 2, at: 0)
            fields.put(0x21, 2, at: 8)
            fields.put(UInt64(crc32(of: content, 0..<content.count)), 4, at: 10)
            fields.put(UInt64(content.count), 4, at: 14)
            fields.put(UInt64(content.count), 4, at: 18)
            fields.put(UInt64(name.count), 2, at: 22)
            var (entry, header) = ([UInt8](repeating: 0, count: 46), [UInt8](repeating: 0, count: 4))
            entry.put(Self.entryMark, 4, at: 0)
            entry.put(20, 2, at: 4)
            entry.put(fields, at: 6)
            entry.put(UInt64(body.count), 4, at: 42)
            header.put(0x0403_4B50, 4, at: 0)
            directory += entry + name
            body += header + fields + name + content
        }
        var end = [UInt8](repeating: 0, count: 22)
        end.put(Self.endMark, 4, at: 0)
        for place in [8, 10] { end.put(UInt64(members.count), 2, at: place) }
        end.put(UInt64(directory.count), 4, at: 12)
        end.put(UInt64(body.count), 4, at: 16)
        return body + directory + end
    }
}
