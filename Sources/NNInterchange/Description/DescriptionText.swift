import NNModel

/// What a format doesn't say of a model, as the one JSON object that our own files carry beside them:
/// `activations`, names as everywhere, the keys of `ModelDescription`, `metadata`, and for formats that keep it `history`. `encode` and `init` are inverses.
struct DescriptionText {
    /// The names of the activations; nil where the object has none.
    let activations: [String]?
    let description: ModelDescription
    /// The model's metadata.
    let metadata: [String: String]
    /// How training went; nil where it isn't told.
    let history: History?
    /// Where the text stands, for messages.
    let place: String

    /// The most bytes that a text may have; more than the longest names of all layers and 65,536 classes take.
    static let largest = 1 << 24

    /// Reads the object.
    ///
    /// - Throws: `InterchangeError` where it is none, or other values stand under these keys.
    init(_ text: UnsafeRawBufferPointer, file: String, place: String) throws(InterchangeError) {
        self.place = place
        guard text.count <= Self.largest else {
            throw InterchangeError(
                file, place, .limit("bytes of a description", limit: Self.largest, found: "\(text.count)"))
        }
        func fail(_ expected: String, found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try JSONReader.read(text)
        } catch {
            throw InterchangeError(file, place, error)
        }
        guard object.members != nil else { throw fail("a JSON object", found: object.kind) }
        if let value = object["activations"] {
            let names = value.elements?.compactMap(\.string)
            guard let names, names.count == value.elements?.count else {
                throw fail("a list of strings under 'activations'", found: value.kind)
            }
            activations = names
        } else {
            activations = nil
        }
        var metadata: [String: String] = [:]
        if let value = object["metadata"] {
            guard let members = value.members else { throw fail("an object under 'metadata'", found: value.kind) }
            for (key, value) in members {
                guard Model.isMetadataKey(key), let text = value.string else {
                    throw fail("texts under keys of printable ASCII as metadata", found: "'\(key)': \(value.kind)")
                }
                metadata[key] = text
            }
        }
        self.metadata = metadata
        if let value = object["history"] {
            guard let history = History(value) else {
                throw fail("lists of numbers of one length under 'history'", found: value.kind)
            }
            self.history = history
        } else {
            history = nil
        }
        do throws(ModelDescription.Problem) {
            description = try ModelDescription(object)
        } catch {
            throw InterchangeError(file, error, in: place)
        }
    }

    /// What a format says that has places of its own for the activations and the metadata.
    ///
    /// - Parameter text: a JSON object of the keys of `ModelDescription`; nil for none of them.
    /// - Throws: `InterchangeError` where it is none, or other values stand under these keys.
    init(
        _ text: String?, activations: [String]?, metadata: [String: String], file: String, place: String
    ) throws(InterchangeError) {
        (self.activations, self.metadata, self.place) = (activations, metadata, place)
        history = nil
        guard let text else {
            description = ModelDescription([:])
            return
        }
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try JSONReader.read(text)
        } catch {
            throw InterchangeError(file, place, error)
        }
        do throws(ModelDescription.Problem) {
            description = try ModelDescription(object)
        } catch {
            throw InterchangeError(file, error, in: place)
        }
    }

    /// The object for a model.
    ///
    /// - Parameter withMetadata: whether the format has no place of its own for the metadata.
    static func encode(_ model: Model, withMetadata: Bool = true) -> [UInt8] {
        var text = JSONText()
        text.object { text in
            text.key("activations")
            text.array { text in for layer in model.layers { text.string(layer.activation.description) } }
            ModelDescription(of: model).write(to: &text)
            if let history = model.history {
                text.key("history")
                history.write(to: &text)
            }
            guard withMetadata, !model.metadata.isEmpty else { return }
            text.key("metadata")
            text.object { text in
                for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
                    text.key(key)
                    text.string(value)
                }
            }
        }
        return text.bytes
    }
}
