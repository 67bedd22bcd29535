import NNHDF5
import NNModel

/// The weights of a stack, where `KerasWeights` looks for them.
extension KerasStack {
    /// model.weights.h5 of an archive.
    func archivedWeights(file: String) throws(HDF5Error) -> [UInt8] {
        let target = try HDF5File(inMemoryShownAs: file)
        try target.createGroup("/layers")
        var number = 0
        for layer in layers {
            guard let dense = layer.dense else { continue }
            let group = number == 0 ? "/layers/dense/vars" : "/layers/dense_\(number)/vars"
            number += 1
            try target.createGroup(group)
            try target.setLongAttribute("name", of: group, to: layer.name)
            for (index, tensor) in [dense.weights.transposed, dense.biases].enumerated() {
                try target.write(tensor, to: "\(group)/\(index)")
            }
        }
        return try target.image()
    }

    /// /model_weights of an .h5 file.
    func writeLegacyWeights(to target: borrowing HDF5File) throws(HDF5Error) {
        let root = "/model_weights"
        try target.createGroup(root)
        try target.setLongAttribute("keras_version", of: root, to: Self.version)
        try target.setLongAttribute("backend", of: root, to: Self.backend)
        // The input has no group, as in Keras's own files of sequential models.
        let names = layers.dropFirst().map(\.name)
        // An attribute has room for some 4,000 references to strings; Keras numbers the pieces of longer lists.
        let most = 2_000
        if names.count <= most {
            try target.setAttribute("layer_names", of: root, toList: names)
        } else {
            for (number, start) in stride(from: 0, to: names.count, by: most).enumerated() {
                let piece = Array(names[start..<min(start + most, names.count)])
                try target.setAttribute("layer_names\(number)", of: root, toList: piece)
            }
        }
        for layer in layers.dropFirst() {
            let group = "\(root)/\(layer.name)"
            try target.createGroup(group)
            let variables = layer.dense.map { [("kernel", $0.weights.transposed), ("bias", $0.biases)] } ?? []
            try target.setAttribute("weight_names", of: group, toList: variables.map { "\(layer.name)/\($0.0)" })
            for (name, tensor) in variables { try target.write(tensor, to: "\(group)/\(layer.name)/\(name)") }
        }
    }
}

extension HDF5File {
    fileprivate func write(_ tensor: Tensor, to path: String) throws(HDF5Error) {
        let element: RawElement =
            switch tensor.dataType {
            case .float64: .float64
            case .float32: .float32
            case .float16: .float16
            case .bfloat16, .int8: .opaque(byteCount: tensor.dataType.size)
            }
        try tensor.withUnsafeBytes { bytes throws(HDF5Error) in
            try write(bytes, as: element, shape: tensor.shape, to: path)
        }
        // HDF5 has no bfloat16; Keras says it beside.
        if tensor.dataType == .bfloat16 { try setLongAttribute("dtype", of: path, to: "bfloat16") }
    }
}
