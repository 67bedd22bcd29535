// Asks a model about several examples at once, a thread each: predict MODEL NUMBER...
//
//     c++ -std=c++17 predict.cc -o predict $(pkg-config --cflags --libs nnmodel) -pthread
#include <nnmodel.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

/// A model whose failures are exceptions, and which closes itself.
class Model {
public:
    explicit Model(const std::string &path)
    {
        nnm_model *opened = nullptr;
        check(nnm_open(path.c_str(), nullptr, &opened, &error_));
        model_.reset(opened);
        check(nnm_get_info(opened, &info_, &error_));
    }

    const nnm_info &info() const { return info_; }

    /// Several threads may call this at once.
    std::vector<double> predict(const std::vector<double> &raw) const
    {
        nnm_error error;
        std::vector<double> outputs(info_.unit_count);
        if (nnm_predict_f64(model_.get(), 1, raw.data(), raw.size(), outputs.data(), outputs.size(), &error))
            throw std::runtime_error(error.message);
        return outputs;
    }

private:
    struct Close {
        void operator()(nnm_model *model) const { nnm_close(model); }
    };

    void check(nnm_status status) const
    {
        if (status != NNM_OK)
            throw std::runtime_error(error_.message);
    }

    nnm_error error_ = {};
    nnm_info info_ = {};
    std::unique_ptr<nnm_model, Close> model_;
};

int main(int argc, char **argv)
try {
    if (argc < 2)
        throw std::runtime_error("usage: predict MODEL NUMBER...");
    const Model model(argv[1]);
    const std::size_t features = model.info().feature_count;
    std::vector<std::vector<double>> examples;
    for (int i = 2; i < argc; i++) {
        if (examples.empty() || examples.back().size() == features)
            examples.emplace_back();
        examples.back().push_back(std::strtod(argv[i], nullptr));
    }

    std::vector<std::vector<double>> outputs(examples.size());
    std::vector<std::string> failures(examples.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < examples.size(); i++)
        threads.emplace_back([&, i] {
            try {
                outputs[i] = model.predict(examples[i]);
            } catch (const std::exception &failure) {
                failures[i] = failure.what();
            }
        });
    for (std::thread &thread : threads)
        thread.join();

    for (std::size_t i = 0; i < examples.size(); i++) {
        if (!failures[i].empty())
            throw std::runtime_error(failures[i]);
        for (std::size_t j = 0; j < outputs[i].size(); j++)
            std::printf("%s%.17g", j == 0 ? "" : " ", outputs[i][j]);
        std::printf("\n");
    }
    return 0;
} catch (const std::exception &failure) {
    std::fprintf(stderr, "predict: %s\n", failure.what());
    return 1;
}
