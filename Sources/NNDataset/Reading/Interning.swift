/// Texts and their numbers, in the order in which they were added. Bytes are compared, not characters: Swift would find
/// two spellings of é equal that a file keeps apart.
struct Interning {
    private(set) var texts: [[UInt8]] = []
    private var indexOf: [[UInt8]: Int32] = [:]

    func find(_ text: [UInt8]) -> Int32? { indexOf[text] }

    mutating func add(_ text: [UInt8]) -> Int32 {
        let index = Int32(texts.count)
        texts.append(text)
        indexOf[text] = index
        return index
    }

    /// The number of a text, which is added where it is new.
    mutating func index(of text: [UInt8]) -> Int32 { find(text) ?? add(text) }
}
