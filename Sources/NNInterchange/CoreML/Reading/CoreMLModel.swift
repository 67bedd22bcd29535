/// The outermost message of a .mlmodel file (Model): a description, and a model of some type.
struct CoreMLModel {
    enum Content {
        case network(CoreMLNetwork)
        case linear(CoreMLLinearModel)
    }

    let description: CoreMLDescription
    let content: Content

    /// The versions of the specification that are known; networks have not changed since 5.
    static let versions = 1...10

    init(_ bytes: UnsafeRawBufferPointer, file: String) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, .unexpected(expected: expected, found: found))
        }
        var (version, description): (Int?, CoreMLDescription?)
        var type: (number: Int, content: WireReader)?
        var reader = WireReader(bytes, file: file, message: "the model")
        while let field = try reader.next() {
            switch field.number {
            case 1: version = try field.integer()
            case 2:
                guard description == nil else { throw fail("one description", "a second one") }
                description = try CoreMLDescription(field.message("the description"), file: file)
            case 200...:
                let content = try field.message("the network")
                guard type == nil else { throw fail("one model", "a second one") }
                type = (field.number, content)
            default: break
            }
        }
        guard let version, Self.versions.contains(version) else {
            throw fail(
                "a specification of version \(Self.versions.lowerBound) to \(Self.versions.upperBound)",
                version.map { "\($0)" } ?? "none")
        }
        guard let type else { throw fail("a model", "none") }
        guard let description else { throw fail("a description", "none") }
        self.description = description
        let name = CoreMLKind.models[type.number] ?? "number \(type.number)"
        switch name {
        case "neuralNetwork", "neuralNetworkClassifier", "neuralNetworkRegressor":
            content = .network(
                try CoreMLNetwork(type.content, isClassifier: name == "neuralNetworkClassifier", file: file))
        case "glmRegressor", "glmClassifier":
            content = .linear(
                try CoreMLLinearModel(type.content, isClassifier: name == "glmClassifier", file: file))
        default:
            throw InterchangeError(
                file, .refused("a model of the type \(name): networks and linear models alone are read"))
        }
    }
}
