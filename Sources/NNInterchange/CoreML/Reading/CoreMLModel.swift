/// The outermost message of a .mlmodel file (Model): a description and a network.
struct CoreMLModel {
    let description: CoreMLDescription
    let network: CoreMLNetwork

    /// The versions of the specification that are known; networks have not changed since 5.
    static let versions = 1...10
    /// The types of models that are read, by the numbers of their fields.
    static let networks = [303, classifier, 500]
    private static let classifier = 403

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
        guard Self.networks.contains(type.number) else {
            let name = CoreMLKind.models[type.number] ?? "number \(type.number)"
            throw InterchangeError(
                file,
                .refused("a model of the type \(name): networks of layers alone are read (neuralNetwork and its kin)"))
        }
        guard let description else { throw fail("a description", "none") }
        network = try CoreMLNetwork(type.content, isClassifier: type.number == Self.classifier, file: file)
        self.description = description
    }
}
