import NNFile
import NNThreads

extension LabelledFiles {
    /// For each file the first one with the same bytes, often itself. Only files of the same length are read; what can't
    /// be read is equal to nothing.
    ///
    /// - Parameters:
    ///   - threads: how many read.
    ///   - progress: called now and then with the files read and their total.
    public func firstOfEqual(threads: Int, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) -> [Int] {
        var byLength: [Int: [Int]] = [:]
        for (index, file) in files.enumerated() {
            if let length = fileLength(file.path) { byLength[length, default: []].append(index) }
        }
        let candidates = byLength.values.filter { $0.count > 1 }.joined().sorted()
        var first = Array(files.indices)
        var (seen, done) = ([ContentKey: Int](), 0)
        orderedMap(candidates, threads: threads, makingState: {}) { [files] index, _ -> ContentKey? in
            guard let bytes = try? FileBytes(path: files[index].path) else { return nil }
            return bytes.withUnsafeBytes { ContentKey($0) }
        } handOver: { index, key in
            done += 1
            progress(done, candidates.count)
            guard let key else { return }
            if let equal = seen[key] { first[index] = equal } else { seen[key] = index }
        }
        return first
    }

    /// The files that have the same bytes, by what `firstOfEqual` says; more than one each.
    public func repeated(_ firstOfEqual: [Int]) -> [[File]] {
        var groups: [Int: [File]] = [:]
        for (index, first) in firstOfEqual.enumerated() where index != first {
            groups[first, default: [files[first]]].append(files[index])
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
