import NNFile
import NNImage
import NNTestSupport
import NNThreads
import Synchronization
import Testing

@Suite("Memory that pictures share")
struct ImageMemoryTests {
    @Test("is lent to no more pictures at a time than it has room for, and to a larger one alone")
    func bound() {
        let memory = ImageMemory(bytes: 100)
        let held = Atomic(0)
        let holders = Atomic(0)
        orderedMap(0..<2_000, threads: 8, makingState: {}) { item, _ in
            let count = [10, 35, 60, 250][item % 4]
            let share = MemoryShare(of: memory)
            share.take(count)
            let sum = held.add(count, ordering: .sequentiallyConsistent).newValue
            let all = holders.add(1, ordering: .sequentiallyConsistent).newValue
            held.subtract(count, ordering: .sequentiallyConsistent)
            holders.subtract(1, ordering: .sequentiallyConsistent)
            return withExtendedLifetime(share) { (sum, all) }
        } handOver: { item, found in
            #expect(found.0 <= 100 || found == (250, 1), "\(item): \(found)")
        }
    }

    /// A picture that takes more than there is waits until it is alone; one that took it twice would trap.
    @Test("is asked for once by every kind of file, and all of it comes back", arguments: ImageTable.shared.good)
    func everyFile(_ good: GoodFile) throws {
        let memory = ImageMemory(bytes: 1)
        let file = try FileBytes(path: good.path)
        let options = DecodingOptions(memory: memory)
        let preparation = ImagePreparation(ImageSize(height: 9, width: 7), color: .rgb, jpegDecoding: .scaled)
        for _ in 0..<2 { #expect(try Image(preparing: file, preparation, options: options).size == preparation.size) }
        MemoryShare(of: memory).take(1)
    }

    @Test("a JPEG file in several scans is known by its markers", arguments: ImageTable.shared.good)
    func scans(_ good: GoodFile) throws {
        guard good.file.hasSuffix(".jpg") else { return }
        let bytes = try bytes(of: good.path)
        let segments = bytes.withUnsafeBytes { JPEGSegments($0) }
        // SOS markers in the entropy-coded data can't be: there 0xFF is followed by 0 or a restart marker.
        let scans = zip(bytes, bytes.dropFirst()).count { $0 == 0xFF && $1 == 0xDA }
        #expect(segments.hasSeveralScans == (scans > 1), "\(scans) scans")
    }
}
