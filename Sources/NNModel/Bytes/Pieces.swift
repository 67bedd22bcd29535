/// A length cut into pieces of equal length, the last of which has what remains.
struct Pieces {
    let total: Int
    let length: Int
    let count: Int

    init(of total: Int, length: Int) {
        self.total = total
        self.length = length
        count = total / length + (total % length == 0 ? 0 : 1)
    }

    subscript(index: Int) -> Range<Int> {
        let start = index * length
        return start..<min(start + length, total)
    }
}
