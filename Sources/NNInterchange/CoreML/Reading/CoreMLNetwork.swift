/// A network (NeuralNetwork, NeuralNetworkClassifier, NeuralNetworkRegressor): layers in the order of computation.
struct CoreMLNetwork {
    private(set) var layers: [CoreMLLayer] = []
    /// What happens to a picture in front of the first layer (NeuralNetworkPreprocessing).
    private(set) var preprocessing: [WireFields] = []
    /// Whether arrays, and pictures, keep their axes, as since version 4; else all have five.
    private(set) var keepsArrayAxes = false
    private(set) var keepsImageAxes = false
    /// Whether the file tells how to train the network further.
    private(set) var isTrainable = false
    /// The names of the classes, whole numbers as texts; nil where there are none.
    private(set) var labels: [String]?
    /// What the probabilities of the classes are called among the layers; empty for the last layer's output.
    private(set) var probabilities = ""

    /// - Parameter isClassifier: whether it is a NeuralNetworkClassifier, which alone has labels.
    init(_ message: WireReader, isClassifier: Bool, file: String) throws(InterchangeError) {
        var names: Set<String> = []
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                let number = layers.count + 1
                guard number <= InterchangeLimits.nodes else {
                    throw InterchangeError(
                        file, "the network", .limit("layers", limit: InterchangeLimits.nodes, found: "more"))
                }
                let layer = try CoreMLLayer(field.message("layer \(number)"), number: number, file: file)
                guard layer.name.isEmpty || names.insert(layer.name).inserted else {
                    throw layer.fail("each name of a layer once", found: "'\(layer.name)' again")
                }
                layers.append(layer)
            case 2:
                guard preprocessing.count < InterchangeLimits.nodeFields else {
                    throw InterchangeError(
                        file, "the preprocessing",
                        .limit("steps", limit: InterchangeLimits.nodeFields, found: "more"))
                }
                let place = "the preprocessing"
                preprocessing.append(try WireFields(field.message(place), file: file, place: place))
            case 5: keepsArrayAxes = try Self.mapping(field, file: file)
            case 6: keepsImageAxes = try Self.mapping(field, file: file)
            case 10: isTrainable = try !field.bytes().isEmpty
            case 100 where isClassifier, 101 where isClassifier:
                guard labels == nil else {
                    throw InterchangeError(
                        file, "the class labels", .unexpected(expected: "one list", found: "a second one"))
                }
                labels = try Self.labels(field)
            case 200 where isClassifier: probabilities = try field.text()
            default: break
            }
        }
    }

    private static func mapping(_ field: WireField, file: String) throws(InterchangeError) -> Bool {
        let code = try field.integer()
        guard (0...1).contains(code) else {
            throw InterchangeError(
                file, "the network", .unexpected(expected: "0 or 1 as mapping of shapes", found: "\(code)"))
        }
        return code == 1
    }

    /// StringVector or Int64Vector.
    static func labels(_ list: WireField) throws(InterchangeError) -> [String] {
        var labels: [String] = []
        var integers: [Int] = []
        var reader = try list.message("the class labels")
        while let field = try reader.next() {
            guard field.number == 1 else { continue }
            guard labels.count < InterchangeLimits.strings else {
                throw InterchangeError(
                    field.file, "the class labels", .limit("labels", limit: InterchangeLimits.strings, found: "more"))
            }
            if list.number == 100 {
                labels.append(try field.text())
            } else {
                try field.add(to: &integers, limit: InterchangeLimits.strings)
            }
        }
        return labels + integers.map(String.init)
    }
}
