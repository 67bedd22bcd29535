import NNFile
import NNModel

/// A model that was read from a file.
public struct ReadModel: Sendable {
    /// The model.
    public var model: Model
    /// What the file has and the model doesn't, for people.
    public var notes: [String]

    init(model: Model, notes: [String]) {
        (self.model, self.notes) = (model, notes)
    }

    /// A model of parts that come from elsewhere.
    ///
    /// - Throws: `InterchangeError` where they are more than a model may have.
    init(_ model: Model, file: String, notes: [String]) throws(InterchangeError) {
        do throws(ModelFileError) {
            try model.validate()
        } catch {
            if case .violation(let violation, _) = error {
                throw InterchangeError(file, .model(.violation(violation, path: file)))
            }
            throw InterchangeError(file, .model(error))
        }
        self.init(model: model, notes: notes)
    }
}

extension ReadingOptions {
    /// The activations of the layers: those that the file names, else those that were told.
    ///
    /// - Parameters:
    ///   - names: the file's; nil where it carries none.
    ///   - sizes: n[0], n[1], …
    ///   - place: where the names stand, for messages.
    /// - Throws: `InterchangeError` where there are none or others than layers, or where the two disagree.
    func activations(
        named names: [String]?, layerSizes sizes: [Int], file: String, place: String?
    ) throws(InterchangeError) -> [Activation] {
        let count = sizes.count - 1
        guard let names else {
            guard let activations else { throw InterchangeError(file, .noActivations(layerSizes: sizes)) }
            guard activations.count == count else {
                throw InterchangeError(
                    file, .unexpected(expected: "\(count) activations, one a layer", found: "\(activations.count)"))
            }
            return activations
        }
        func fail(_ expected: String, found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        var own: [Activation] = []
        for name in names {
            guard let activation = Activation(name) else {
                throw fail("one of " + Activation.named.map(\.name).joined(separator: ", "), found: "'\(name)'")
            }
            own.append(activation)
        }
        guard own.count == count else { throw fail("\(count) activations, one a layer", found: "\(own.count)") }
        try check(own, file: file, place: place)
        return own
    }

    /// - Throws: `InterchangeError` where other activations were told than the file has.
    func check(_ own: [Activation], file: String, place: String?) throws(InterchangeError) {
        guard let activations, activations != own else { return }
        throw InterchangeError(
            file, place,
            .unexpected(
                expected: "no activations from elsewhere, since the file has its own",
                found: activations.map(\.description).joined(separator: ",")))
    }
}

extension Model {
    /// Whether metadata can stand under a key: 1 to 255 printable ASCII characters.
    static func isMetadataKey(_ key: String) -> Bool {
        (1...Limits.nameBytes).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
