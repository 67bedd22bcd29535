/// The configuration of a stack, in JSON.
extension KerasStack {
    var config: [UInt8] {
        var text = JSONText()
        text.object { text in
            write(heading: "keras", "Sequential", to: &text)
            text.key("config")
            text.object { text in
                text.key("name")
                text.string("network")
                text.key("layers")
                text.array { text in
                    for layer in layers {
                        text.newLine()
                        write(layer, to: &text)
                    }
                }
                text.key("build_input_shape")
                write(.batch(inputShape), to: &text)
            }
        }
        return text.bytes
    }

    private func write(heading module: String, _ className: String, to text: inout JSONText) {
        text.key("module")
        text.string(module)
        text.key("class_name")
        text.string(className)
        text.key("registered_name")
        text.null()
    }

    private func write(_ layer: Layer, to text: inout JSONText) {
        text.object { text in
            write(heading: "keras.layers", layer.className, to: &text)
            text.key("config")
            text.object { text in
                for (key, value) in layer.settings {
                    text.key(key)
                    write(value, to: &text)
                }
            }
        }
    }

    private func write(_ setting: Setting, to text: inout JSONText) {
        switch setting {
        case .text(let string): text.string(string)
        case .integer(let integer): text.integer(integer)
        case .number(let number): text.number(number)
        case .numbers(let numbers): text.array { text in for number in numbers { text.number(number) } }
        case .flag(let flag): text.flag(flag)
        case .batch(let lengths):
            text.array { text in
                text.null()
                for length in lengths { text.integer(length) }
            }
        }
    }
}
