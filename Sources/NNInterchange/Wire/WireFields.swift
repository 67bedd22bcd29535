/// The fields of a message by their numbers, for messages of few fields that are wanted in any order.
struct WireFields {
    private var fields: [Int: [WireField]] = [:]
    private let file: String
    /// What the message is, for messages to people.
    let place: String

    init(_ message: WireReader, file: String, place: String) throws(InterchangeError) {
        (self.file, self.place) = (file, place)
        var (reader, count) = (message, 0)
        while let field = try reader.next() {
            count += 1
            guard count <= InterchangeLimits.nodeFields else {
                throw InterchangeError(
                    file, place, .limit("fields", limit: InterchangeLimits.nodeFields, found: "more"))
            }
            fields[field.number, default: []].append(field)
        }
    }

    /// The numbers of the fields that there are, in order.
    var numbers: [Int] { fields.keys.sorted() }

    func has(_ number: Int) -> Bool { fields[number] != nil }

    /// All fields of a number, in the order of the file.
    func all(_ number: Int) -> [WireField] { fields[number] ?? [] }

    func integer(_ number: Int, _ usual: Int = 0) throws(InterchangeError) -> Int {
        try single(number).map { field throws(InterchangeError) in try field.integer() } ?? usual
    }

    func flag(_ number: Int) throws(InterchangeError) -> Bool { try integer(number) != 0 }

    /// A finite number.
    func float(_ number: Int, _ usual: Float = 0) throws(InterchangeError) -> Float {
        guard let float = try single(number).map({ field throws(InterchangeError) in try field.float() }) else {
            return usual
        }
        guard float.isFinite else { throw fail("a finite number in field \(number)", found: "\(float)") }
        return float
    }

    func text(_ number: Int) throws(InterchangeError) -> String {
        try single(number).map { field throws(InterchangeError) in try field.text() } ?? ""
    }

    /// Whole numbers, packed or each by itself.
    func integers(_ number: Int, limit: Int) throws(InterchangeError) -> [Int] {
        var integers: [Int] = []
        for field in all(number) { try field.add(to: &integers, limit: limit) }
        return integers
    }

    /// A message within this one.
    func message(_ number: Int, _ name: String) throws(InterchangeError) -> WireReader? {
        try single(number).map { field throws(InterchangeError) in try field.message(name) }
    }

    /// The fields of a message within this one; none where it is left out.
    func fields(_ number: Int, _ name: String) throws(InterchangeError) -> WireFields? {
        try message(number, name).map { reader throws(InterchangeError) in
            try WireFields(reader, file: file, place: name)
        }
    }

    /// A field that may not be there twice: the last one would count, and which one people see is anybody's guess.
    private func single(_ number: Int) throws(InterchangeError) -> WireField? {
        let all = all(number)
        guard all.count <= 1 else { throw fail("field \(number) once", found: "it \(all.count) times") }
        return all.first
    }

    func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
