import NNModel

/// What a model takes and gives, and what is said about it (ModelDescription); `CoreMLDescription` reads it.
extension CoreMLWriter {
    func writeDescription(_ fields: inout WireWriter) {
        fields.message(1) { feature in
            feature.text(1, input)
            feature.message(3) { type in
                guard let image else { return writeArray([model.input.featureCount], to: &type) }
                type.message(4) { picture in
                    picture.integer(1, image.width)
                    picture.integer(2, image.height)
                    picture.integer(3, (image.channels == 1 ? CoreMLFeature.Colors.gray : .redGreenBlue).rawValue)
                }
            }
        }
        fields.message(10) { feature in
            feature.text(1, output)
            feature.message(3) { type in
                guard classOutput != nil else { return writeArray([model.layers.last?.units ?? 0], to: &type) }
                // The probability of each class by its name.
                type.message(6) { $0.message(2) { _ in } }
            }
        }
        if let classOutput {
            fields.message(10) { feature in
                feature.text(1, classOutput)
                feature.message(3) { $0.message(3) { _ in } }
            }
            fields.text(11, classOutput)
            fields.text(12, output)
        }
        fields.message(100) { writeMetadata(&$0) }
    }

    private func writeArray(_ shape: [Int], to type: inout WireWriter) {
        type.message(5) { array in
            for length in shape { array.integer(1, length) }
            // FLOAT32
            array.integer(2, 65_568)
        }
    }

    private func writeMetadata(_ fields: inout WireWriter) {
        var metadata = model.metadata
        for (number, key) in CoreMLDescription.keys.sorted(by: { $0.key < $1.key }) {
            if let value = metadata.removeValue(forKey: key) { fields.text(number, value) }
        }
        let text = String(decoding: DescriptionText.encode(model, withMetadata: false), as: UTF8.self)
        let entries = [(CoreMLFormat.descriptionKey, text)] + metadata.sorted { $0.key < $1.key }
        for (key, value) in entries {
            fields.message(CoreMLDescription.userDefined) { entry in
                entry.text(1, key)
                entry.text(2, value)
            }
        }
    }
}
