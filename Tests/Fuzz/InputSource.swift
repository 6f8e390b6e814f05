/// The inputs of one target under one seed, by number.
struct InputSource {
    private let target: any FuzzTarget
    private let mutation: Mutation
    private let seed: Int

    init(_ target: any FuzzTarget, seed: Int) {
        self.target = target
        self.seed = seed
        mutation = Mutation(seeds: target.seeds, dictionary: target.dictionary)
    }

    /// The seeds as they are come first; then changed seeds and generated inputs, changed or not.
    func input(_ number: Int) -> [UInt8] {
        if number < target.seeds.count { return target.seeds[number] }
        var random = RandomSource(seed: seed, input: number)
        guard random.once(in: 3), let generated = target.generate(&random) else { return mutation.input(&random) }
        return random.once(in: 2) ? generated : mutation.change(generated, &random)
    }
}
