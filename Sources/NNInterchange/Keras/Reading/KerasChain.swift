/// The layers of a functional model one behind the other, which is all that a network of dense layers can be.
enum KerasChain {
    private static func quoted(_ name: String) -> String { JSONValue.string(name).kind }

    /// - Parameter config: the model's, which names its input and its output.
    /// - Throws: `InterchangeError` where the layers branch, meet or go in a circle.
    static func order(
        _ layers: [KerasLayer], _ config: JSONValue, file: String, place: String
    ) throws(InterchangeError) -> [KerasLayer] {
        func end(_ key: String) throws(InterchangeError) -> String {
            // ["dense", 0, 0] or [["dense", 0, 0]]
            let list = config[key]?.elements ?? []
            if let name = list.first?.string { return name }
            guard list.count == 1, let name = list[0].elements?.first?.string else {
                throw InterchangeError(
                    file, place, .unexpected(expected: "one layer as \(key)", found: "\(list.count)"))
            }
            return name
        }
        let (first, last) = (try end("input_layers"), try end("output_layers"))
        var next: [String: KerasLayer] = [:]
        var start: KerasLayer?
        for layer in layers {
            let sources = layer.sources ?? []
            if layer.name == first {
                guard sources.isEmpty else {
                    throw layer.fail("the input of the model", found: "a layer behind others")
                }
                start = layer
                continue
            }
            guard sources.count == 1 else {
                throw layer.fail("one layer that goes into it", found: "\(sources.count)")
            }
            if let other = next.updateValue(layer, forKey: sources[0]) {
                throw layer.refuse("a branch: \(quoted(sources[0])) goes into it and into \(quoted(other.name))")
            }
        }
        guard var current = start else {
            throw InterchangeError(
                file, place, .unexpected(expected: "a layer \(quoted(first)), the input", found: "none"))
        }
        var order = [current]
        while let layer = next.removeValue(forKey: current.name) {
            order.append(layer)
            current = layer
        }
        if let stray = layers.first(where: { layer in next.values.contains { $0.name == layer.name } }) {
            throw stray.refuse("no way leads to it from the input \(quoted(first))")
        }
        guard current.name == last else {
            throw current.refuse("it stands behind the output of the model, \(quoted(last))")
        }
        return order
    }
}
