internal import NNThreads
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
        let sums = concurrentMap(chunks.count, threads: threads) { [chunks] index in
            let chunk = chunks[index]
            if chunk.isSummed && !isHashed { return (checksum: chunk.entry.checksum, hash: [UInt8]()) }
            let (checksum, hash) = chunk.payload.sums(isHashed: isHashed)
            return (chunk.entry.checksum(withPayload: checksum), hash)
        }
        let entries = zip(chunks, sums).map { $0.entry.with(checksum: $1.checksum) }
        var computed = ContentDigest()
        for (entry, sum) in zip(entries, sums) where ContentDigest.covers(entry.type) {
            computed.add(entry.type, entry.tensor, rawLength: entry.rawLength, contents: sum.hash)
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
