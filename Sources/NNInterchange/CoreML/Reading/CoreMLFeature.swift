import NNModel

/// What a model takes or gives (FeatureDescription).
struct CoreMLFeature {
    enum Kind {
        /// An array of these axes; some may have no fixed length.
        case array(shape: [Int], flexible: Set<Int>)
        /// A picture, whose numbers are from 0 to 255, one channel after the other.
        case image(width: Int, height: Int, colors: Colors)
        /// Anything else, by its name in FeatureTypes.proto.
        case other(String)
    }

    /// The channels of a picture, in order.
    enum Colors: Int {
        case gray = 10
        case redGreenBlue = 20
        case blueGreenRed = 30

        var count: Int { self == .gray ? 1 : 3 }
    }

    let name: String
    let kind: Kind

    init(_ message: WireReader, file: String, place: String) throws(InterchangeError) {
        let fields = try WireFields(message, file: file, place: place)
        name = try fields.text(1)
        let named = "\(place) '\(name)'"
        guard let type = try fields.fields(3, named) else { throw fields.fail("a type of '\(name)'", found: "none") }
        let kinds = type.numbers.filter { CoreMLKind.features[$0] != nil }
        guard kinds.count == 1, let number = kinds.first, let content = try type.fields(number, named) else {
            throw type.fail("one type", found: "\(kinds.count)")
        }
        switch number {
        case 5: kind = try Self.array(content, file: file)
        case 4: kind = try Self.image(content)
        default: kind = .other(CoreMLKind.features[number] ?? "")
        }
    }

    /// ArrayFeatureType: a shape, and where it may be another one, which.
    private static func array(_ fields: WireFields, file: String) throws(InterchangeError) -> Kind {
        let limit = InterchangeLimits.arrayAxes
        var shape = try fields.integers(1, limit: limit)
        var flexible: Set<Int> = []
        if let range = try fields.fields(31, "\(fields.place), its range of shapes") {
            var bounds: [(lower: Int, upper: Int)] = []
            for field in range.all(1) {
                let place = "\(fields.place), the range of an axis"
                let axis = try WireFields(field.message(place), file: file, place: place)
                bounds.append((try axis.integer(1), try axis.integer(2)))
            }
            if shape.isEmpty { shape = bounds.map(\.lower) }
            guard bounds.count == shape.count, bounds.count <= limit else {
                throw fields.fail("a range for each of \(shape.count) axes", found: "\(bounds.count)")
            }
            flexible = Set(bounds.indices.filter { bounds[$0].lower != bounds[$0].upper })
        }
        if let list = try fields.fields(21, "\(fields.place), its list of shapes") {
            for field in list.all(1) {
                let place = "\(fields.place), one of its shapes"
                let other = try WireFields(field.message(place), file: file, place: place).integers(1, limit: limit)
                if shape.isEmpty { shape = other }
                guard other.count == shape.count else {
                    throw fields.fail("shapes of \(shape.count) axes", found: "one of \(other.count)")
                }
                flexible.formUnion(shape.indices.filter { shape[$0] != other[$0] })
            }
        }
        return .array(shape: shape, flexible: flexible)
    }

    /// ImageFeatureType: width, height and the order of colours.
    private static func image(_ fields: WireFields) throws(InterchangeError) -> Kind {
        guard !fields.has(21), !fields.has(31) else {
            throw fields.fail("a picture of one size", found: "one of several sizes")
        }
        let (width, height, code) = (try fields.integer(1), try fields.integer(2), try fields.integer(3))
        guard width > 0, height > 0, let count = elementCount([width, height, 3]),
            count <= InterchangeLimits.spreadNumbers
        else {
            throw fields.fail(
                "a width and a height above 0, and at most \(InterchangeLimits.spreadNumbers) numbers together",
                found: "\(width) and \(height)")
        }
        guard let colors = Colors(rawValue: code) else {
            throw fields.fail(
                "GRAYSCALE (10), RGB (20) or BGR (30) as colour space",
                found: code == 40 ? "GRAYSCALE_FLOAT16 (40)" : "\(code)")
        }
        return .image(width: width, height: height, colors: colors)
    }
}
