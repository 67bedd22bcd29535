import NNModel

/// Writes a model as libfann saves its own: every key that it asks for, in its order, with its own defaults for training.
enum FANNWriter {
    /// - Precondition: `FANNFunction.saying` knows every layer, and no number is NaN.
    static func encode(_ model: Model) -> [UInt8] {
        let sizes = [model.input.featureCount] + model.layers.map(\.units)
        var text = "FANN_FLO_2.1\nnum_layers=\(sizes.count)\n" + training
        // Each layer has a unit more, which is always 1.
        text += "layer_sizes=" + sizes.map { "\($0 + 1) " }.joined() + "\nscale_included=0\n"
        text += "neurons (num_inputs, activation_function, activation_steepness)="
        text += String(repeating: "(0, 0, 0) ", count: sizes[0] + 1)
        let said = model.layers.map { FANNFunction.saying($0) }
        for (layer, said) in zip(model.layers, said) {
            guard let said else { preconditionFailure("a layer that the format can't say") }
            let unit = "(\(layer.inputs + 1), \(said.function.rawValue), \(said.steepness)) "
            text += String(repeating: unit, count: layer.units)
            text += "(0, \(said.function.rawValue), 0) "
        }
        text += "\nconnections (connected_to_neuron, weight)="
        var first = 0
        for (layer, said) in zip(model.layers, said) {
            let (weights, biases) = (layer.weights.scalars(as: Double.self), layer.biases.scalars(as: Double.self))
            let divisor = said?.divisor ?? 1
            for unit in 0..<layer.units {
                for input in 0..<layer.inputs {
                    text += "(\(first + input), \(weights[unit * layer.inputs + input] / divisor)) "
                }
                text += "(\(first + layer.inputs), \(biases[unit] / divisor)) "
            }
            first += layer.inputs + 1
        }
        // libfann stops reading here.
        text += "\n" + FANNReader.typesKey + "="
        text += model.layers.map { "\($0.weights.dataType.name),\($0.biases.dataType.name) " }.joined()
        text += "\n" + FANNReader.descriptionKey + "="
        return Array(text.utf8) + DescriptionText.encode(model) + [UInt8(ascii: "\n")]
    }

    /// What only training looks at, as libfann 2.2 has it before anybody sets anything.
    private static let training = """
        learning_rate=0.700000
        connection_rate=1.000000
        network_type=0
        learning_momentum=0.000000
        training_algorithm=2
        train_error_function=1
        train_stop_function=0
        cascade_output_change_fraction=0.010000
        quickprop_decay=-0.000100
        quickprop_mu=1.750000
        rprop_increase_factor=1.200000
        rprop_decrease_factor=0.500000
        rprop_delta_min=0.000000
        rprop_delta_max=50.000000
        rprop_delta_zero=0.100000
        cascade_output_stagnation_epochs=12
        cascade_candidate_change_fraction=0.010000
        cascade_candidate_stagnation_epochs=12
        cascade_max_out_epochs=150
        cascade_min_out_epochs=50
        cascade_max_cand_epochs=150
        cascade_min_cand_epochs=50
        cascade_num_candidate_groups=2
        bit_fail_limit=0.35
        cascade_candidate_limit=1000
        cascade_weight_multiplier=0.4
        cascade_activation_functions_count=10
        cascade_activation_functions=3 5 7 8 10 11 14 15 16 17\u{20}
        cascade_activation_steepnesses_count=4
        cascade_activation_steepnesses=0.25 0.5 0.75 1\u{20}

        """

    /// The keys that libfann asks for in front of the layers' sizes.
    static let keys = ["num_layers"] + training.split(separator: "\n").map { String($0.prefix { $0 != "=" }) }
}
