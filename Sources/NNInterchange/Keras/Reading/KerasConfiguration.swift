import NNModel

/// The configuration of a Keras model: its layers, in the order of computation.
struct KerasConfiguration {
    /// In the order of computation.
    let layers: [KerasLayer]
    /// In the order of the file, by which some files name the places of weights.
    let listed: [KerasLayer]
    /// The axes of an example, nil for lengths that are left open; nil where nothing says.
    let inputShape: [Int?]?
    /// Whether it says how the model was trained.
    let isCompiled: Bool

    /// - Parameter place: where the JSON stands, for messages.
    init(_ text: [UInt8], file: String, place: String) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        guard text.count <= InterchangeLimits.kerasConfigBytes else {
            throw InterchangeError(
                file, place,
                .limit("bytes of a configuration", limit: InterchangeLimits.kerasConfigBytes, found: "\(text.count)"))
        }
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try text.withUnsafeBytes { bytes in
                Result { () throws(JSONReader.Problem) in try JSONReader.read(bytes) }
            }.get()
        } catch {
            throw InterchangeError(file, place, error)
        }
        guard let className = object["class_name"]?.string else {
            throw fail("an object with a class_name", object.kind)
        }
        isCompiled = !(object["compile_config"]?.members ?? []).isEmpty
        guard let config = object["config"] else { throw fail("a config", "none") }
        // Sequential models of Keras before 2.2.3 are a plain list.
        guard let list = (className == "Sequential" ? config.elements : nil) ?? config["layers"]?.elements else {
            guard ["Sequential", "Functional", "Model"].contains(className) else {
                throw InterchangeError(
                    file, place,
                    .refused(
                        "a model of the class \(JSONValue.string(className).kind): only Sequential and Functional are read"
                    ))
            }
            throw fail("a list of layers", config["layers"]?.kind ?? config.kind)
        }
        guard list.count <= InterchangeLimits.nodes else {
            throw InterchangeError(
                file, place, .limit("layers", limit: InterchangeLimits.nodes, found: "\(list.count)"))
        }
        var layers: [KerasLayer] = []
        var names: Set<String> = []
        for (index, value) in list.enumerated() {
            let layer = try KerasLayer(value, number: index + 1, file: file)
            guard layer.name.isEmpty || names.insert(layer.name).inserted else {
                throw layer.fail("layers of different names", found: "two of this one")
            }
            layers.append(layer)
        }
        guard !layers.isEmpty else { throw fail("layers", "none") }
        listed = layers
        if className == "Sequential" {
            self.layers = layers
        } else {
            self.layers = try KerasChain.order(layers, config, file: file, place: place)
        }
        if let shape = try self.layers[0].inputShape() {
            inputShape = shape
        } else if let shape = config["build_input_shape"], shape.elements != nil {
            inputShape = try KerasLayer.shape(shape) { fail($0 + " as build_input_shape", $1) }
        } else {
            inputShape = nil
        }
    }
}
