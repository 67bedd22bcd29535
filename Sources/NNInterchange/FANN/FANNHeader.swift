import NNModel

/// The lines in front of the units: how many layers of which sizes there are, and how numbers are scaled around them.
struct FANNHeader {
    /// Units of each layer, the one that is always 1 included.
    let sizes: [Int]
    let inputScale: FANNNetwork.Scale?
    let outputScale: FANNNetwork.Scale?

    init(_ text: inout FANNText) throws(InterchangeError) {
        var values: [String: String] = [:]
        // libfann asks for these in its own order; what they are matters, and not where they stand.
        while true {
            let key = try text.key()
            if key == "layer_sizes" { break }
            guard FANNWriter.keys.contains(key) else {
                throw text.fail("line \(values.count + 2)", "a key of libfann's, or layer_sizes", found: "'\(key)'")
            }
            guard values[key] == nil else { throw text.fail(key, "each key once", found: "it again") }
            values[key] = try text.line(key)
        }
        func value(_ key: String) throws(InterchangeError) -> String {
            guard let value = values[key] else { throw text.fail("layer_sizes", "\(key) before it", found: "none") }
            return value
        }
        let type = try value("network_type")
        guard type == "0" else {
            throw type == "1"
                ? text.refuse("network_type", "shortcuts from layer to layer (1), which no model has")
                : text.fail("network_type", "0 for layers", found: "'\(type)'")
        }
        let rate = try value("connection_rate")
        guard Double(rate) == 1 else {
            throw text.refuse("connection_rate", "a network of which not all units are connected ('\(rate)')")
        }
        let layers = try value("num_layers")
        guard let count = Int(layers), (2...Limits.layers + 1).contains(count) else {
            throw text.fail("num_layers", "a number from 2 to \(Limits.layers + 1)", found: "'\(layers)'")
        }
        var sizes: [Int] = []
        for layer in 0..<count {
            let size = try text.int("layer_sizes, \(layer + 1)")
            guard size >= 2 else {
                throw text.fail("layer_sizes, \(layer + 1)", "2 or more, one being always 1", found: "\(size)")
            }
            sizes.append(size)
        }
        try text.endLine("layer_sizes")
        self.sizes = sizes
        guard text.take("scale_included=") else {
            (inputScale, outputScale) = (nil, nil)
            return
        }
        let included = try text.line("scale_included")
        guard included == "1" else {
            guard included == "0" else { throw text.fail("scale_included", "0 or 1", found: "'\(included)'") }
            (inputScale, outputScale) = (nil, nil)
            return
        }
        inputScale = try Self.scale(&text, "in", count: sizes[0] - 1)
        outputScale = try Self.scale(&text, "out", count: sizes[count - 1] - 1)
    }

    private static func scale(
        _ text: inout FANNText, _ side: String, count: Int
    ) throws(InterchangeError) -> FANNNetwork.Scale {
        var parts: [[Double]] = []
        for part in ["scale_mean", "scale_deviation", "scale_new_min", "scale_factor"] {
            let key = "\(part)_\(side)"
            try text.expect(key + "=", key)
            var numbers: [Double] = []
            for _ in 0..<count {
                let number = try text.number(key)
                guard number.isFinite else { throw text.fail(key, "finite numbers", found: "\(number)") }
                numbers.append(number)
            }
            try text.endLine(key)
            parts.append(numbers)
        }
        return FANNNetwork.Scale(means: parts[0], deviations: parts[1], minima: parts[2], factors: parts[3])
    }
}
