/// A layer of the network (NeuralNetworkLayer): its type with the names of what it takes and gives.
struct CoreMLLayer {
    let name: String
    let inputs: [String]
    let outputs: [String]
    /// The type, by its name in NeuralNetwork.proto: `innerProduct`.
    let kind: String
    let parameters: WireFields
    private let file: String
    /// The layer as messages name it.
    let place: String

    /// - Parameter number: its place in the network, from 1.
    init(_ message: WireReader, number: Int, file: String) throws(InterchangeError) {
        let fields = try WireFields(message, file: file, place: "layer \(number)")
        name = try fields.text(1)
        inputs = try fields.all(2).map { field throws(InterchangeError) in try field.text() }
        outputs = try fields.all(3).map { field throws(InterchangeError) in try field.text() }
        let label = "layer \(name.isEmpty ? "\(number)" : "'\(name)'")"
        let kinds = fields.numbers.filter { $0 >= 100 }
        guard kinds.count == 1, let kind = kinds.first else {
            throw InterchangeError(
                file, label,
                .unexpected(
                    expected: "one type",
                    found: kinds.isEmpty
                        ? "none" : kinds.map { CoreMLKind.layers[$0] ?? "\($0)" }.joined(separator: ", "))
            )
        }
        self.kind = CoreMLKind.layers[kind] ?? "number \(kind)"
        place = "\(label) (\(self.kind))"
        self.file = file
        guard let parameters = try fields.fields(kind, place) else { throw fields.fail("parameters", found: "none") }
        self.parameters = parameters
    }

    func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }

    func refuse(_ sentence: String) -> InterchangeError {
        InterchangeError(file, place, .refused(sentence))
    }

    /// Numbers among the parameters (WeightParams).
    ///
    /// - Parameters:
    ///   - role: what they are, for messages: `weights`.
    ///   - count: how many they must be.
    ///   - units: how many rows they have, each of which may have a scale.
    func weights(
        _ number: Int, _ role: String, count: Int, units: Int = 1, of fields: WireFields? = nil
    ) throws(InterchangeError) -> CoreMLWeights {
        let place = "\(place), \(role)"
        guard let message = try (fields ?? parameters).message(number, place) else {
            throw fail("\(role)", found: "none")
        }
        return try CoreMLWeights(message, count: count, units: units, file: file, place: place)
    }
}
