import AerospikeProtocol
import Testing

/// Entries of `sindex-list` (`Spec/wire-protocol.md` §3.5). Nothing marks a colon inside a name.
@Suite struct `Entries of the list of indexes` {
    @Test(
        arguments: [
            (
                "ns=test:indexname=i1:set=user:profile:bin=a:b:type=numeric:indextype=default:context=null:exp=null:state=RW",
                "test", "i1", "user:profile", "a:b"
            ),
            (
                "ns=test:set=:demo::indexname=a:C=d:bin=x=y:type=string:indextype=list:path=x=y:state=RW", "test",
                "a:C=d", ":demo:", "x=y"
            ),
            ("set=NULL:bin=:type=string:ns=test:indexname=i:", "test", "i:", "", ""),
            ("namespace=a:b:indexname=set:set=s:Type=x:path=b", "a:b", "set", "s:Type=x", "b"),
        ]
    )
    func `hold names with colons whole`(entry: String, namespace: String, name: String, set: String, bin: String) {
        let fields = SecondaryIndexEntry(entry)
        #expect(fields?.namespace == namespace && fields?.name == name && fields?.set == set && fields?.bin == bin)
    }

    @Test(arguments: [
        "ns=test:indexname=i:set=a:bin=x:bin=b:type=string", "indexname=i:set=a:set=b:bin=b", "ns=a:ns=b",
    ])
    func `whose names cannot be told from what follows are none`(entry: String) {
        #expect(SecondaryIndexEntry(entry) == nil)
    }

    @Test func `may have fields that later servers add`() {
        let fields = SecondaryIndexEntry(
            "indexname=i:bin=b:newer=1:type=string:indextype=list:later=x:state=RW:last=:odd"
        )
        #expect(fields?.type == "string" && fields?.kind == "list" && fields?.state == "RW" && fields?.bin == "b")
    }

    @Test(arguments: [
        ("numeric", "NUMERIC"), ("numeric", "INT SIGNED"), ("numeric", "integer"), ("string", "STRING"),
        ("string", "TEXT"), ("geo2dsphere", "GEO2DSPHERE"), ("geo2dsphere", "GEOJSON"), ("blob", "BLOB"),
        ("vector", "Vector"),
    ])
    func `name the type as servers of today do`(type: String, listed: String) {
        #expect(SecondaryIndexEntry("indexname=i:type=\(listed):bin=b")?.type == type)
    }

    @Test(arguments: [("default", "NONE"), ("default", "DEFAULT"), ("mapkeys", "MapKeys"), ("set", "set")])
    func `name the kind as servers of today do`(kind: String, listed: String) {
        #expect(SecondaryIndexEntry("indexname=i:indextype=\(listed):bin=b")?.kind == kind)
    }
}
