import Testing

@testable import AerospikeClient

@Suite struct `Definitions of indexes` {
    @Test(arguments: [
        "ns=test:set=demo:indexname=i1:bin=a:type=NUMERIC:indextype=NONE:path=a:state=RW;",
        "ns=test:indexname=i1:set=demo:bin=a:type=NUMERIC:indextype=default:context=null:state=RW",
        ";ns=test:indexname=i1:set=demo:bin=a:type=NUMERIC:indextype=default:context=null:exp=null:state=RW",
    ])
    func `are read in the words of all versions`(text: String) {
        // In one word, or an index would not be the same as that of a backup.
        var expected = IndexDefinition(namespace: "test", set: "demo", name: "i1", bin: "a", type: "numeric")
        expected.state = "RW"
        #expect(IndexDefinition.list(text) == [expected])
    }

    @Test(arguments: ["NULL", "null", "Null"])
    func `know no set in either case`(text: String) {
        let list = IndexDefinition.list("ns=test:indexname=i1:set=\(text):bin=a:type=blob:indextype=list:context=khAC")
        #expect(list.map(\.set) == [""])
        #expect(list.map(\.kind) == ["list"])
        #expect(list.map(\.context) == ["khAC"])
    }

    @Test func `on expressions have no bin`() {
        let text =
            "ns=test:indexname=e:set=null:bin=null:type=numeric:indextype=default:context=null:exp=kxSTUQKjaW50AQ==:state=RW"
        let index = IndexDefinition.list(text).first
        #expect(index?.bin == "")
        #expect(index?.expression == "kxSTUQKjaW50AQ==")
    }

    @Test func `on sets have neither bin nor type`() {
        let index = IndexDefinition.list("ns=test:indexname=s1:set=demo:indextype=set").first
        #expect(index?.kind == "set")
        #expect(
            index?.createCommand(for: ServerBuild("8.1.2.0"))
                == "sindex-create:namespace=test;set=demo;indexname=s1;indextype=set"
        )
    }

    @Test func `keep names with colons, in the commands too`() {
        let text = "ns=test:indexname=i:1:set=user:profile:bin=a:b:type=numeric:indextype=default:context=null:state=RW"
        let index = IndexDefinition.list(text + ";" + text.replacing("set=user:profile", with: "set=user:bin=profile"))
            .first
        #expect(
            index?.createCommand(for: ServerBuild("8.1.0.3"))
                == "sindex-create:namespace=test;set=user:profile;indexname=i:1;bin=a:b;type=numeric"
        )
        #expect(
            index?.deleteCommand(for: ServerBuild("8.1.0.3"))
                == "sindex-delete:namespace=test;set=user:profile;indexname=i:1"
        )
    }

    @Test func `of an empty value are none`() {
        #expect(IndexDefinition.list("").isEmpty)
    }

    @Test func `are created in the words of the version`() {
        var index = IndexDefinition(namespace: "test", set: "people", name: "idx_ctx", bin: "map", type: "numeric")
        index.context = "khAC"
        // As the Python client words it for a path into a bin.
        #expect(
            index.createCommand(for: ServerBuild("7.2.0.1"))
                == "sindex-create:ns=test;set=people;indexname=idx_ctx;context=khAC;indexdata=map,numeric"
        )
        index.context = ""
        #expect(
            index.createCommand(for: ServerBuild("8.1.0.3"))
                == "sindex-create:namespace=test;set=people;indexname=idx_ctx;bin=map;type=numeric"
        )
        index.kind = "mapkeys"
        index.set = ""
        #expect(
            index.createCommand(for: ServerBuild("8.1.0.3"))
                == "sindex-create:namespace=test;indexname=idx_ctx;indextype=mapkeys;bin=map;type=numeric"
        )
        index.expression = "kxSTUQKjaW50AQ=="
        index.kind = "default"
        #expect(
            index.createCommand(for: ServerBuild("8.1.0.3"))
                == "sindex-create:namespace=test;indexname=idx_ctx;exp=kxSTUQKjaW50AQ==;type=numeric"
        )
    }

    @Test func `are deleted in the words of the version`() {
        let index = IndexDefinition(namespace: "test", set: "s", name: "i", bin: "a", type: "string")
        #expect(index.deleteCommand(for: ServerBuild("6.4.0.0")) == "sindex-delete:ns=test;set=s;indexname=i")
        #expect(index.deleteCommand(for: ServerBuild("8.1.0.3")) == "sindex-delete:namespace=test;set=s;indexname=i")
    }
}
