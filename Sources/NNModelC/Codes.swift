import NNCModel
import NNModel

extension nnm_filter {
    init(_ filter: Resizing.Filter) {
        switch filter {
        case .nearest: self = NNM_FILTER_NEAREST
        case .bilinear: self = NNM_FILTER_BILINEAR
        case .bicubic: self = NNM_FILTER_BICUBIC
        case .lanczos: self = NNM_FILTER_LANCZOS
        case .area: self = NNM_FILTER_AREA
        }
    }
}

extension nnm_fit {
    init(_ fit: Resizing.Fit) {
        switch fit {
        case .stretch: self = NNM_FIT_STRETCH
        case .fit: self = NNM_FIT_FIT
        case .crop: self = NNM_FIT_CROP
        }
    }
}

extension nnm_meaning {
    init(_ meaning: Output.Meaning) {
        switch meaning {
        case .probability: self = NNM_PROBABILITY
        case .logit: self = NNM_LOGIT
        case .logProbability: self = NNM_LOG_PROBABILITY
        case .value: self = NNM_VALUE
        }
    }
}

extension nnm_data_type {
    init(_ dataType: DataType) {
        switch dataType {
        case .float32: self = NNM_FLOAT32
        case .float64: self = NNM_FLOAT64
        case .float16: self = NNM_FLOAT16
        case .bfloat16: self = NNM_BFLOAT16
        case .int8: self = NNM_INT8
        }
    }
}
