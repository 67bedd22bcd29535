/// Reads a pickle (protocol 2) of tensors in dictionaries, as `torch.save` writes them.
///
/// A pickle is a program for a machine with a stack. This one knows the instructions and the names of `PickleInstruction`
/// and `PickleGlobal` and stops at any other: nothing is imported, called or executed. Stack, memo and values are capped
/// (`InterchangeLimits`).
struct PickleReader {
    /// What is wrong, and where.
    struct Problem: Error {
        /// Bytes from the start.
        let offset: Int
        let what: InterchangeError.Problem
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Where the instruction that is being followed stands.
    private var start = 0
    private var stack: [PickleValue] = []
    /// How high the stack was at each mark.
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var heap = PickleHeap()

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value that a pickle builds, with all that it holds.
    static func read(_ bytes: [UInt8]) throws(Problem) -> (root: PickleValue, heap: PickleHeap) {
        var reader = PickleReader(bytes)
        guard bytes.starts(with: [PickleInstruction.proto.rawValue]) else {
            throw reader.fail("a pickle", found: bytes.isEmpty ? "an empty member" : "other bytes")
        }
        while let root = try reader.step() {
            guard let root else { continue }
            return (root, reader.heap)
        }
        throw reader.fail("the pickle's STOP", found: "its end")
    }

    /// Follows one instruction: nil at the end of the bytes, and the value once it says STOP.
    private mutating func step() throws(Problem) -> PickleValue?? {
        guard position < bytes.count else { return nil }
        start = position
        position += 1
        guard let instruction = PickleInstruction(rawValue: bytes[start]) else {
            throw Problem(
                offset: start,
                what: .refused(
                    "the pickle has the instruction \(PickleInstruction.name(of: bytes[start])), which no file of "
                        + "tensors alone needs; nothing but those is read"))
        }
        switch instruction {
        case .proto:
            let version = try integer(1)
            guard version == 2 else { throw fail("a pickle of protocol 2", found: "protocol \(version)") }
        case .global: try push(.global(try global()))
        case .binPut: try remember(try integer(1))
        case .longBinPut: try remember(try integer(4))
        case .binGet: try recall(try integer(1))
        case .longBinGet: try recall(try integer(4))
        case .mark:
            guard marks.count < InterchangeLimits.pickleStack else {
                throw limit("marks on a pickle's stack", InterchangeLimits.pickleStack)
            }
            marks.append(stack.count)
        case .emptyTuple: try pushTuple([])
        case .emptyDict: try pushDictionary()
        case .emptyList:
            try allocate()
            heap.lists.append([])
            try push(.list(heap.lists.count - 1))
        case .tuple: try pushTuple(try popToMark())
        case .tuple1: try pushTuple(try pop(1))
        case .tuple2: try pushTuple(try pop(2))
        case .tuple3: try pushTuple(try pop(3))
        case .binUnicode:
            guard let text = String(validating: try take(try integer(4)), as: UTF8.self) else {
                throw fail("text in UTF-8", found: "other bytes")
            }
            try push(.text(text))
        case .binInt: try push(.integer(Int(Int32(truncatingIfNeeded: try integer(4)))))
        case .binInt1: try push(.integer(try integer(1)))
        case .binInt2: try push(.integer(try integer(2)))
        case .long1: try push(.integer(try long()))
        case .binFloat:
            let bits = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            try push(.number(Double(bitPattern: bits)))
        case .none: try push(.none)
        case .newTrue: try push(.bool(true))
        case .newFalse: try push(.bool(false))
        case .binPersistentID: try pushStorage(try pop(1)[0])
        case .reduce:
            let pair = try pop(2)
            try reduce(pair[0], pair[1])
        case .setItem: try setItems(try pop(2))
        case .setItems: try setItems(try popToMark())
        case .append: try append(try pop(1))
        case .appends: try append(try popToMark())
        case .build:
            // On a line of its own: `build` looks at what is left of the stack.
            let state = try pop(1)[0]
            try build(state)
        case .stop: return try stop()
        }
        return .some(nil)
    }

    private mutating func stop() throws(Problem) -> PickleValue {
        guard stack.count == 1, marks.isEmpty else {
            throw fail("one value when the pickle stops", found: "\(stack.count), and \(marks.count) marks")
        }
        guard position == bytes.count else {
            throw fail("nothing behind the pickle's STOP", found: "\(bytes.count - position) more bytes")
        }
        return stack[0]
    }
}

// MARK: - Bytes

extension PickleReader {
    private mutating func take(_ count: Int) throws(Problem) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else {
            throw fail("\(count) more bytes in the pickle", found: "\(bytes.count - position)")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A little-endian number without sign.
    private mutating func integer(_ size: Int) throws(Problem) -> Int {
        try take(size).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// A little-endian number of the size that it names, with sign.
    private mutating func long() throws(Problem) -> Int {
        let size = try integer(1)
        guard size <= 8 else { throw fail("a whole number of at most 8 bytes", found: "\(size)") }
        let digits = try take(size)
        let isNegative = (digits.last ?? 0) & 0x80 != 0
        return Int(truncatingIfNeeded: digits.reversed().reduce(isNegative ? UInt64.max : 0) { $0 << 8 | UInt64($1) })
    }

    private mutating func global() throws(Problem) -> PickleGlobal {
        let (module, name) = (try line(), try line())
        guard let global = PickleGlobal(module: module, name: name) else {
            throw Problem(
                offset: start,
                what: .refused(
                    "the pickle asks for \(module).\(name), which could run code; only tensors are read: save the "
                        + "model's state_dict() alone"))
        }
        return global
    }

    private mutating func line() throws(Problem) -> String {
        let text = bytes[position...].prefix(InterchangeLimits.pickleNameBytes).prefix { $0 != 0x0A }
        guard text.endIndex < bytes.count else { throw fail("a name with its end", found: "the end of the pickle") }
        guard bytes[text.endIndex] == 0x0A, let line = String(validating: text, as: UTF8.self) else {
            throw fail("a name of at most \(InterchangeLimits.pickleNameBytes) bytes", found: "something else")
        }
        position = text.endIndex + 1
        return line
    }
}

// MARK: - Stack and memo

extension PickleReader {
    private mutating func push(_ value: PickleValue) throws(Problem) {
        guard stack.count < InterchangeLimits.pickleStack else {
            throw limit("values on a pickle's stack", InterchangeLimits.pickleStack)
        }
        stack.append(value)
    }

    private mutating func pop(_ count: Int) throws(Problem) -> [PickleValue] {
        let height = stack.count - (marks.last ?? 0)
        guard height >= count else { throw fail("\(count) values on the pickle's stack", found: "\(height)") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(Problem) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw fail("a mark on the pickle's stack", found: "none") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func remember(_ index: Int) throws(Problem) {
        guard stack.count > (marks.last ?? 0), let value = stack.last else {
            throw fail("a value to remember", found: "none")
        }
        guard memo.count < InterchangeLimits.pickleValues else {
            throw limit("values that a pickle remembers", InterchangeLimits.pickleValues)
        }
        memo[index] = value
    }

    private mutating func recall(_ index: Int) throws(Problem) {
        guard let value = memo[index] else { throw fail("a value remembered as \(index)", found: "none") }
        try push(value)
    }

    private func allocate() throws(Problem) {
        guard heap.count < InterchangeLimits.pickleValues else {
            throw limit("tuples, lists, dicts and tensors in a pickle", InterchangeLimits.pickleValues)
        }
    }

    private func fail(_ expected: String, found: String) -> Problem {
        Problem(offset: start, what: .unexpected(expected: expected, found: found))
    }

    private func limit(_ what: String, _ limit: Int) -> Problem {
        Problem(offset: start, what: .limit(what, limit: limit, found: "more"))
    }
}

// MARK: - Values

extension PickleReader {
    private mutating func pushTuple(_ values: [PickleValue]) throws(Problem) {
        try allocate()
        heap.tuples.append(values)
        try push(.tuple(heap.tuples.count - 1))
    }

    private mutating func pushDictionary() throws(Problem) {
        try allocate()
        heap.dictionaries.append([])
        try push(.dictionary(heap.dictionaries.count - 1))
    }

    private mutating func setItems(_ values: [PickleValue]) throws(Problem) {
        guard case .dictionary(let index)? = stack.last, stack.count > (marks.last ?? 0) else {
            throw fail("a dict to put items into", found: stack.last?.kind ?? "nothing")
        }
        guard values.count.isMultiple(of: 2) else { throw fail("keys and values in pairs", found: "\(values.count)") }
        for at in stride(from: 0, to: values.count, by: 2) {
            heap.dictionaries[index].append((values[at], values[at + 1]))
        }
    }

    private mutating func append(_ values: [PickleValue]) throws(Problem) {
        guard case .list(let index)? = stack.last, stack.count > (marks.last ?? 0) else {
            throw fail("a list to append to", found: stack.last?.kind ?? "nothing")
        }
        heap.lists[index] += values
    }

    /// The attributes of a dict: PyTorch's `_metadata`, of which a model has no need. Anything else keeps none.
    private func build(_ state: PickleValue) throws(Problem) {
        guard case .dictionary? = stack.last, case .dictionary = state else {
            throw fail("the attributes of a dict alone to be set", found: "\(stack.last?.kind ?? "nothing")'s")
        }
    }

    /// A storage, by the tuple that names it: ('storage', type, key, device, count).
    private mutating func pushStorage(_ identifier: PickleValue) throws(Problem) {
        guard case .tuple(let index) = identifier, heap.tuples[index].count == 5,
            case .text("storage") = heap.tuples[index][0], case .global(.storage(let type)) = heap.tuples[index][1],
            case .text(let key) = heap.tuples[index][2], case .text = heap.tuples[index][3],
            case .integer(let count) = heap.tuples[index][4], count >= 0
        else {
            throw fail("a storage's name: 'storage', type, key, device, count", found: identifier.kind)
        }
        try allocate()
        heap.storages.append(PickledStorage(type: type, key: key, count: count))
        try push(.storage(heap.storages.count - 1))
    }

    /// What a function makes of its arguments.
    private mutating func reduce(_ function: PickleValue, _ arguments: PickleValue) throws(Problem) {
        guard case .global(let global) = function, case .tuple(let index) = arguments else {
            throw fail(
                "one of PyTorch's functions with a tuple of arguments", found: "\(function.kind), \(arguments.kind)")
        }
        let arguments = heap.tuples[index]
        switch global {
        case .orderedDict:
            guard arguments.isEmpty else {
                throw fail("an empty OrderedDict to begin with", found: "\(arguments.count) arguments")
            }
            try pushDictionary()
        case .rebuildTensor: try pushTensor(arguments)
        case .rebuildParameter:
            guard arguments.count == 3, case .tensor = arguments[0] else {
                throw fail(
                    "a parameter of a tensor", found: arguments.map(\.kind).prefix(3).joined(separator: ", "))
            }
            try push(arguments[0])
        case .storage: throw fail("a function", found: "\(global), a type")
        }
    }

    /// (storage, offset, shape, strides, requires_grad, hooks), and since PyTorch 1.13 perhaps metadata.
    private mutating func pushTensor(_ arguments: [PickleValue]) throws(Problem) {
        guard (6...7).contains(arguments.count), case .storage(let index) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
            let strides = integers(arguments[3])
        else {
            throw fail(
                "a tensor of a storage, an offset, a shape and strides",
                found: arguments.map(\.kind).prefix(7).joined(separator: ", "))
        }
        try allocate()
        do throws(PickledTensor.Problem) {
            let storage = heap.storages[index]
            heap.tensors.append(try PickledTensor(storage, offset: offset, shape: shape, strides: strides))
        } catch {
            throw fail(error.expected, found: error.found)
        }
        try push(.tensor(heap.tensors.count - 1))
    }

    private func integers(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let index) = value else { return nil }
        let integers = heap.tuples[index].compactMap { value in
            if case .integer(let integer) = value { integer } else { nil }
        }
        return integers.count == heap.tuples[index].count ? integers : nil
    }
}
