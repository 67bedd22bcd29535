import Synchronization

/// What is computed of the payloads of a file, once.
final class Seal: Sendable {
    struct Parts {
        /// The entries with their checksums.
        let entries: [ChunkEntry]
        let digest: [UInt8]
        /// The header, the directory, and what is between them.
        let start: [UInt8]
    }

    private let chunks: [EncodedChunk]
    private let fileLength: Int
    private let digest: [UInt8]?
    private let threads: Int
    private let computed = Mutex<Parts?>(nil)

    init(_ chunks: [EncodedChunk], fileLength: Int, digest: [UInt8]?, threads: Int) {
        (self.chunks, self.fileLength, self.digest, self.threads) = (chunks, fileLength, digest, threads)
    }

    var parts: Parts {
        computed.withLock { computed in
            if let computed { return computed }
            let parts = compute()
            computed = parts
            return parts
        }
    }

    private func compute() -> Parts {
        let isHashed = digest == nil
        let open = chunks.indices.filter { isHashed || !chunks[$0].isSummed }
        let sums = Sums.of(open.map { chunks[$0].payload }, isHashed: isHashed, threads: threads)
        var entries = chunks.map(\.entry)
        var computed = ContentDigest()
        for (index, sums) in zip(open, sums) {
            let entry = entries[index]
            entries[index] = entry.with(checksum: entry.checksum(withPayload: sums.checksum))
            guard ContentDigest.covers(entry.type) else { continue }
            computed.add(entry.type, entry.tensor, rawLength: entry.rawLength, contents: sums.hash)
        }
        let digest = digest ?? computed.finish()
        let directory = Directory.encode(entries)
        let checksum = directory.withUnsafeBytes { Checksum.of($0) }
        let bare = Directory.ownEntry(length: directory.count, checksum: 0)
        let own = Directory.ownEntry(length: directory.count, checksum: bare.checksum(withPayload: checksum))
        let header = FileHeader(fileLength: fileLength, chunkCount: chunks.count + 1, digest: digest)
        return Parts(
            entries: entries, digest: digest,
            start: header.encoded + own.completeHeader + directory + own.zeros)
    }
}
