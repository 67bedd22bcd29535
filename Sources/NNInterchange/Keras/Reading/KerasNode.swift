/// What goes into a layer of a functional model: its `inbound_nodes`, of which a layer has one for each use.
///
///     Keras 3   [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["dense", 0, 0], …}}], "kwargs": {}}]
///     Keras 2   [[["dense", 0, 0, {}]]]
enum KerasNode {
    struct Problem: Error {
        let problem: InterchangeError.Problem
    }

    /// The layers whose outputs go into it.
    static func sources(of nodes: JSONValue) throws(Problem) -> [String] {
        guard let uses = nodes.elements else {
            throw Problem(problem: .unexpected(expected: "a list as inbound_nodes", found: nodes.kind))
        }
        guard uses.count <= 1 else {
            throw Problem(problem: .refused("it is used \(uses.count) times, and a network has each layer once"))
        }
        guard let use = uses.first else { return [] }
        var names: [String] = []
        if let calls = use.elements {
            for call in calls {
                guard let parts = call.elements, let name = parts.first?.string else {
                    throw Problem(problem: .unexpected(expected: "the name of a layer as input", found: call.kind))
                }
                names.append(name)
                if parts.count > 3 { try check(parts[3]) }
            }
            return names
        }
        guard use.members != nil else {
            throw Problem(problem: .unexpected(expected: "what goes in as inbound_nodes", found: use.kind))
        }
        collect(use["args"] ?? .null, into: &names)
        let options = use["kwargs"] ?? .null
        collect(options, into: &names)
        try check(options)
        return names
    }

    /// Dropout that is on for good isn't what it looks like.
    private static func check(_ options: JSONValue) throws(Problem) {
        if options["training"]?.bool == true {
            throw Problem(problem: .refused("it is called as if in training (training=True), and a network predicts"))
        }
    }

    /// The tensors in arguments, however deep.
    private static func collect(_ value: JSONValue, into names: inout [String]) {
        if value["class_name"]?.string == "__keras_tensor__" {
            names.append(value["config"]?["keras_history"]?.elements?.first?.string ?? "")
        } else if let elements = value.elements {
            for element in elements { collect(element, into: &names) }
        } else if let members = value.members {
            for member in members { collect(member.value, into: &names) }
        }
    }
}
