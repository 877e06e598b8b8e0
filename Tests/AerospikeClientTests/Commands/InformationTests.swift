import Testing

@testable import AerospikeClient

@Suite struct `Values of the text protocol` {
    @Test func `list modules`() {
        let value = "filename=a.lua,hash=00,type=LUA;filename=b c.lua,hash=11,type=LUA;"
        #expect(FunctionModule.names(value) == ["a.lua", "b c.lua"])
        #expect(FunctionModule.names("").isEmpty)
    }

    @Test(arguments: ["type=LUA;content=LS0K;", "gen=AA==;type=LUA;content=LS0K;"])
    func `hold a module's content`(value: String) {
        #expect(FunctionModule(name: "m.lua", value: value)?.content == Array("--\n".utf8))
    }

    @Test(arguments: ["", "type=LUA;", "content=*"])
    func `without a content hold no module`(value: String) {
        #expect(FunctionModule(name: "m.lua", value: value) == nil)
    }

    @Test func `store a module with the length of its base64`() {
        let module = FunctionModule(name: "m.lua", content: Array("--\n".utf8))
        #expect(module.putCommand == "udf-put:filename=m.lua;content=LS0K;content-len=4;udf-type=LUA;")
    }

    @Test(arguments: [
        "ns=test:set=a:objects=3:tombstones=0;ns=other:set=a:objects=9;ns=test:set=b:objects=0;",
        "ns_name=test:set_name=a:n_objects=3;ns_name=other:set_name=a:n_objects=9;ns_name=test:set_name=b:n_objects=0;",
    ])
    func `count the records of sets`(value: String) {
        #expect(
            SetStatistics.list(value, namespace: "test") == [
                SetStatistics(set: "a", objects: 3), SetStatistics(set: "b", objects: 0),
            ]
        )
    }

    /// 1125899906842624 is 2 to the power of 50.
    @Test(arguments: [
        ("9223372036854775807", 1_125_899_906_842_624), ("1125899906842625", 1_125_899_906_842_624), ("-1", 0),
        ("-9223372036854775808", 0), ("385", 385),
    ])
    func `count no more records than a cluster can have`(text: String, count: Int) {
        #expect(NamespaceStatistics("objects=\(text)").objects == count)
        let sets = SetStatistics.list("ns=test:set=a:objects=\(text);", namespace: "test")
        #expect(sets == [SetStatistics(set: "a", objects: count)])
    }

    @Test func `describe a namespace`() {
        let statistics = NamespaceStatistics("ns_cluster_size=3;effective_replication_factor=2;objects=385;x")
        #expect(statistics.objects == 385)
        #expect(statistics.effectiveReplicationFactor == 2)
        #expect(statistics.number("tombstones") == nil)
        #expect(statistics.values["x"] == "")
    }
}
