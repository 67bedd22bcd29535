import NNModel

/// A layer as the configuration of a Keras model has it, or an activation that is written like one.
struct KerasLayer {
    let name: String
    let className: String
    let config: JSONValue
    /// What goes into it, by the names of layers; nil in a Sequential, where it is the layer before.
    let sources: [String]?
    let file: String
    /// The layer as messages name it.
    let place: String

    /// - Parameter number: its place in the list of layers, from 1.
    init(_ value: JSONValue, number: Int, file: String) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, "layer \(number)", .unexpected(expected: expected, found: found))
        }
        guard let className = value["class_name"]?.string, className.utf8.count <= Limits.nameBytes else {
            throw fail("a class_name", value["class_name"]?.kind ?? value.kind)
        }
        guard let config = value["config"], config.members != nil else {
            throw fail("an object as config of \(className)", value["config"]?.kind ?? "none")
        }
        let name = value["name"]?.string ?? config["name"]?.string ?? ""
        let place =
            "layer " + ((1...Limits.nameBytes).contains(name.utf8.count) ? "'\(name)'" : "\(number)")
            + " (\(className))"
        (self.name, self.className, self.config, self.file, self.place) = (name, className, config, file, place)
        do throws(KerasNode.Problem) {
            sources = try value["inbound_nodes"].map { value throws(KerasNode.Problem) in
                try KerasNode.sources(of: value)
            }
        } catch {
            throw InterchangeError(file, place, error.problem)
        }
        // A class of somebody's own may have the name of one of Keras's.
        if let module = value["module"]?.string, !Self.isKeras(module) {
            throw refuse("a class of the module \(JSONValue.string(module).kind), and not one of Keras's own")
        }
        if let registered = value["registered_name"]?.string, registered.contains(">") {
            throw refuse(
                "a class that was registered as \(JSONValue.string(registered).kind), and not one of Keras's own")
        }
    }

    private static func isKeras(_ module: String) -> Bool {
        let parts = module.split(separator: ".")
        return ["keras", "tf_keras", "builtins"].contains(parts.first ?? "")
            || module.hasPrefix("tensorflow.keras") || module.hasPrefix("tensorflow.python.keras")
    }

    // MARK: What its configuration says

    /// A number, under a key or under the one that an older version has for it; nil where there is none, or null.
    func number(_ key: String, _ older: String? = nil) throws(InterchangeError) -> Double? {
        guard let value = config[key] ?? older.flatMap({ config[$0] }), value != .null else { return nil }
        guard let number = value.number(as: Double.self) else {
            throw fail("a number as '\(key)'", found: value.kind)
        }
        return number.asWritten
    }

    func flag(_ key: String, usual: Bool) throws(InterchangeError) -> Bool {
        guard let value = config[key], value != .null else { return usual }
        guard let flag = value.bool else { throw fail("true or false as '\(key)'", found: value.kind) }
        return flag
    }

    /// Numbers, however deep in lists; nil where there are none, or null.
    func numbers(_ key: String) throws(InterchangeError) -> [Double]? {
        guard let value = config[key], value != .null else { return nil }
        var numbers: [Double] = []
        guard Self.collect(value, into: &numbers), !numbers.isEmpty else {
            throw fail("numbers as '\(key)'", found: value.kind)
        }
        return numbers
    }

    private static func collect(_ value: JSONValue, into numbers: inout [Double]) -> Bool {
        if let elements = value.elements { return elements.allSatisfy { collect($0, into: &numbers) } }
        guard let number = value.number(as: Double.self) else { return false }
        numbers.append(number)
        return true
    }

    /// Axes, one or a list of them, counted as Keras does: 0 is that of the examples. nil where there are none, or null.
    func axes(_ key: String) throws(InterchangeError) -> [Int]? {
        guard let value = config[key], value != .null else { return nil }
        let list = value.elements?.map(\.integer) ?? [value.integer]
        let axes = list.compactMap { $0 }
        guard axes.count == list.count,
            axes.allSatisfy((-InterchangeLimits.arrayAxes...InterchangeLimits.arrayAxes).contains)
        else {
            throw fail("axes as '\(key)'", found: value.kind)
        }
        return axes
    }

    /// The axes of an example that it says to take, nil for those whose length it leaves open.
    func inputShape() throws(InterchangeError) -> [Int?]? {
        if let width = config["input_dim"]?.integer, width > 0 { return [width] }
        guard let value = config["batch_shape"] ?? config["batch_input_shape"], value != .null else { return nil }
        return try KerasLayer.shape(value) { expected, found in fail(expected, found: found) }
    }

    /// Lengths without that of the examples.
    static func shape(
        _ value: JSONValue, fail: (String, String) -> InterchangeError
    ) throws(InterchangeError) -> [Int?] {
        guard let lengths = value.elements, (1...InterchangeLimits.arrayAxes).contains(lengths.count) else {
            throw fail("the lengths of the axes of a batch", value.kind)
        }
        var shape: [Int?] = []
        for length in lengths.dropFirst() {
            guard length == .null || (length.integer.map { $0 > 0 && $0 <= 1 << 40 } ?? false) else {
                throw fail("a length, or null", length.kind)
            }
            shape.append(length.integer)
        }
        return shape
    }

    /// The name of the type that it computes in, as of `mixed_float16`.
    var precision: String? {
        config["dtype"]?.string ?? config["dtype"]?["config"]?["name"]?.string
    }

    // MARK: Errors

    func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }

    func refuse(_ what: String) -> InterchangeError {
        InterchangeError(file, place, .refused(what))
    }
}
