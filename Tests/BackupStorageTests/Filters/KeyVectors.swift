/// Private keys made by OpenSSL, and what its `i2d_PrivateKey` makes of them; they protect nothing.
enum KeyVectors {
    /// Name, PEM, and traditional DER in base64.
    static let keys: [(name: String, pem: String, der: String)] = [
        (
            "P-256, PKCS#8",
            """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgR3OUWPwAiHZtBkT3
            SLt262fMPl7rqzqm79+XigIdseGhRANCAARIEY6SF79F3rUq4kaDgXQG+wN4eSkv
            BDjrCThLwLCMYk/V1kAgpYO9HNF/ASK5mfKqqLj3zZXtRgcFm5wvHizp
            -----END PRIVATE KEY-----
            """,
            """
            MHcCAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49AwEHoUQDQgAESBGOkhe/Rd61\
            KuJGg4F0BvsDeHkpLwQ46wk4S8CwjGJP1dZAIKWDvRzRfwEiuZnyqqi4982V7UYHBZucLx4s6Q==
            """
        ),
        (
            "P-256, SEC 1",
            """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49
            AwEHoUQDQgAESBGOkhe/Rd61KuJGg4F0BvsDeHkpLwQ46wk4S8CwjGJP1dZAIKWD
            vRzRfwEiuZnyqqi4982V7UYHBZucLx4s6Q==
            -----END EC PRIVATE KEY-----
            """,
            """
            MHcCAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49AwEHoUQDQgAESBGOkhe/Rd61\
            KuJGg4F0BvsDeHkpLwQ46wk4S8CwjGJP1dZAIKWDvRzRfwEiuZnyqqi4982V7UYHBZucLx4s6Q==
            """
        ),
        (
            "P-256, PKCS#8 without public key",
            """
            -----BEGIN PRIVATE KEY-----
            MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCBHc5RY/ACIdm0GRPdI
            u3brZ8w+XuurOqbv35eKAh2x4Q==
            -----END PRIVATE KEY-----
            """,
            """
            MDECAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49AwEH
            """
        ),
        (
            "P-256, SEC 1 without public key",
            """
            -----BEGIN EC PRIVATE KEY-----
            MDECAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49
            AwEH
            -----END EC PRIVATE KEY-----
            """,
            """
            MDECAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49AwEH
            """
        ),
        (
            "P-256, SEC 1, compressed point",
            """
            -----BEGIN EC PRIVATE KEY-----
            MFcCAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49
            AwEHoSQDIgADSBGOkhe/Rd61KuJGg4F0BvsDeHkpLwQ46wk4S8CwjGI=
            -----END EC PRIVATE KEY-----
            """,
            """
            MFcCAQEEIEdzlFj8AIh2bQZE90i7dutnzD5e66s6pu/fl4oCHbHhoAoGCCqGSM49AwEHoSQDIgADSBGOkhe/Rd61\
            KuJGg4F0BvsDeHkpLwQ46wk4S8CwjGI=
            """
        ),
        (
            "secp256k1, SEC 1 behind its parameters",
            """
            -----BEGIN EC PARAMETERS-----
            BgUrgQQACg==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHQCAQEEIOIOBcW4OfxYa878FN2Z2HR37mLal/h1mI4hE1oDEKENoAcGBSuBBAAK
            oUQDQgAEmXIFsG65JXcp37hl4RjYh850WJIh+fYyXN718zUmUGTtdDZn3AYez2Rw
            rm2uByOY3DAmiwlStLpEUtULv8m5Lw==
            -----END EC PRIVATE KEY-----
            """,
            """
            MHQCAQEEIOIOBcW4OfxYa878FN2Z2HR37mLal/h1mI4hE1oDEKENoAcGBSuBBAAKoUQDQgAEmXIFsG65JXcp37hl\
            4RjYh850WJIh+fYyXN718zUmUGTtdDZn3AYez2Rwrm2uByOY3DAmiwlStLpEUtULv8m5Lw==
            """
        ),
        (
            "P-384, SEC 1",
            """
            -----BEGIN EC PRIVATE KEY-----
            MIGkAgEBBDCabdaP3dlRfqUBKAfbkfbAw7q3x7numeD41TmWCRh/ZuSH7FspA6sn
            eYA3W/kvGj6gBwYFK4EEACKhZANiAARU24BD50tb8hKPO7nlH+iYMROVZwoqTy6T
            KWtRvjvudC5N1pfnjmVCa9Gq43csNbBzZjgJV4OaFxZ5MYdd9BKg2LdnZabohWDF
            faBK15IvvRsCdhXXvEf3rVAoLr15Wgo=
            -----END EC PRIVATE KEY-----
            """,
            """
            MIGkAgEBBDCabdaP3dlRfqUBKAfbkfbAw7q3x7numeD41TmWCRh/ZuSH7FspA6sneYA3W/kvGj6gBwYFK4EEACKh\
            ZANiAARU24BD50tb8hKPO7nlH+iYMROVZwoqTy6TKWtRvjvudC5N1pfnjmVCa9Gq43csNbBzZjgJV4OaFxZ5MYdd\
            9BKg2LdnZabohWDFfaBK15IvvRsCdhXXvEf3rVAoLr15Wgo=
            """
        ),
        (
            "RSA, PKCS#8",
            """
            -----BEGIN PRIVATE KEY-----
            MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA4ThVzDBr+OBd3g9/
            zpnufps0Cj38QNU2tNN1Zi/tzt6OoPYhNVayheV7PoRJY5oc9BGQIprPID6XuRoH
            xZ/9ywIDAQABAkEAh0Wx6rGOuG3yk0TV6/5yy+JmcFxonXwynot/sP/KovvSwHNI
            5O10PJUlD8/Ni/PjeaAFTafIPJ9chKgzbs9GIQIhAP/27f5TqjZ8a+lI9kRv7r8x
            fa3LCsWhvEEvgyeSAA1xAiEA4UBQ5wceel8yKcxeWImMPm9/c01dT1isie21BpeX
            0PsCIEMaXCgpjNz931hoLU+hvIhZFCakrS1EilLYfty31NWxAiEAoVRqXX3Y03a5
            O/y3GhyyCMnc891WVo1BTqylOmp6/t8CIQDFM8G8QgXvT0D3Hj21Hf3EZyqPdexp
            EfR9ISYK++GVrw==
            -----END PRIVATE KEY-----
            """,
            """
            MIIBPAIBAAJBAOE4Vcwwa/jgXd4Pf86Z7n6bNAo9/EDVNrTTdWYv7c7ejqD2ITVWsoXlez6ESWOaHPQRkCKazyA+\
            l7kaB8Wf/csCAwEAAQJBAIdFseqxjrht8pNE1ev+csviZnBcaJ18Mp6Lf7D/yqL70sBzSOTtdDyVJQ/PzYvz43mg\
            BU2nyDyfXISoM27PRiECIQD/9u3+U6o2fGvpSPZEb+6/MX2tywrFobxBL4MnkgANcQIhAOFAUOcHHnpfMinMXliJ\
            jD5vf3NNXU9YrInttQaXl9D7AiBDGlwoKYzc/d9YaC1PobyIWRQmpK0tRIpS2H7ct9TVsQIhAKFUal192NN2uTv8\
            txocsgjJ3PPdVlaNQU6spTpqev7fAiEAxTPBvEIF709A9x49tR39xGcqj3XsaRH0fSEmCvvhla8=
            """
        ),
        (
            "RSA, PKCS#1",
            """
            -----BEGIN RSA PRIVATE KEY-----
            MIIBPAIBAAJBAOE4Vcwwa/jgXd4Pf86Z7n6bNAo9/EDVNrTTdWYv7c7ejqD2ITVW
            soXlez6ESWOaHPQRkCKazyA+l7kaB8Wf/csCAwEAAQJBAIdFseqxjrht8pNE1ev+
            csviZnBcaJ18Mp6Lf7D/yqL70sBzSOTtdDyVJQ/PzYvz43mgBU2nyDyfXISoM27P
            RiECIQD/9u3+U6o2fGvpSPZEb+6/MX2tywrFobxBL4MnkgANcQIhAOFAUOcHHnpf
            MinMXliJjD5vf3NNXU9YrInttQaXl9D7AiBDGlwoKYzc/d9YaC1PobyIWRQmpK0t
            RIpS2H7ct9TVsQIhAKFUal192NN2uTv8txocsgjJ3PPdVlaNQU6spTpqev7fAiEA
            xTPBvEIF709A9x49tR39xGcqj3XsaRH0fSEmCvvhla8=
            -----END RSA PRIVATE KEY-----
            """,
            """
            MIIBPAIBAAJBAOE4Vcwwa/jgXd4Pf86Z7n6bNAo9/EDVNrTTdWYv7c7ejqD2ITVWsoXlez6ESWOaHPQRkCKazyA+\
            l7kaB8Wf/csCAwEAAQJBAIdFseqxjrht8pNE1ev+csviZnBcaJ18Mp6Lf7D/yqL70sBzSOTtdDyVJQ/PzYvz43mg\
            BU2nyDyfXISoM27PRiECIQD/9u3+U6o2fGvpSPZEb+6/MX2tywrFobxBL4MnkgANcQIhAOFAUOcHHnpfMinMXliJ\
            jD5vf3NNXU9YrInttQaXl9D7AiBDGlwoKYzc/d9YaC1PobyIWRQmpK0tRIpS2H7ct9TVsQIhAKFUal192NN2uTv8\
            txocsgjJ3PPdVlaNQU6spTpqev7fAiEAxTPBvEIF709A9x49tR39xGcqj3XsaRH0fSEmCvvhla8=
            """
        ),
        (
            "Ed25519",
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIGUJn3Cd9SK+OHrbrvxfEzLzsPfx8EMTR2Ki3eqB+CwZ
            -----END PRIVATE KEY-----
            """,
            """
            MC4CAQAwBQYDK2VwBCIEIGUJn3Cd9SK+OHrbrvxfEzLzsPfx8EMTR2Ki3eqB+CwZ
            """
        ),
        (
            "RSA-PSS",
            """
            -----BEGIN PRIVATE KEY-----
            MIIBUgIBADALBgkqhkiG9w0BAQoEggE+MIIBOgIBAAJBAME8T246AzvctZzlsCyP
            jGaXNzoVgIc5VKC6v2Br0/pLumVBVyMsgByhO01GYLn2KGGAqzRThWnD7z/r55ZV
            jc8CAwEAAQJAHux/6avvCI1xowI/B2KRnXllpS37u6g5Gt/H8K5Q5iUhIr3KzSwY
            HObd8UHPTxgeaASwlXZquSlgW/0dPGcwQQIhAONdRGMzobQpbiPR8nu9HPSGZjWV
            kALrXAfD3zJ4nNiLAiEA2ZKoEe9ftUY27X7ZQCg2aGFfxBEFgbkVEoIqKdnaxE0C
            IBjAy7Q9J8q0hAA0WEDuetuIUlJdIRugQhm6Um9tQC43AiATVAH2ReucsPYkNwaZ
            unjK4Que4Vw53/VNRZ71RNM4aQIhAMELiUN5R1/e+RjmAinW5iBcQq7GX4CbzLKv
            8a0VHq/T
            -----END PRIVATE KEY-----
            """,
            """
            MIIBUgIBADALBgkqhkiG9w0BAQoEggE+MIIBOgIBAAJBAME8T246AzvctZzlsCyPjGaXNzoVgIc5VKC6v2Br0/pL\
            umVBVyMsgByhO01GYLn2KGGAqzRThWnD7z/r55ZVjc8CAwEAAQJAHux/6avvCI1xowI/B2KRnXllpS37u6g5Gt/H\
            8K5Q5iUhIr3KzSwYHObd8UHPTxgeaASwlXZquSlgW/0dPGcwQQIhAONdRGMzobQpbiPR8nu9HPSGZjWVkALrXAfD\
            3zJ4nNiLAiEA2ZKoEe9ftUY27X7ZQCg2aGFfxBEFgbkVEoIqKdnaxE0CIBjAy7Q9J8q0hAA0WEDuetuIUlJdIRug\
            Qhm6Um9tQC43AiATVAH2ReucsPYkNwaZunjK4Que4Vw53/VNRZ71RNM4aQIhAMELiUN5R1/e+RjmAinW5iBcQq7G\
            X4CbzLKv8a0VHq/T
            """
        ),
    ]

    /// A key with a passphrase, in both ways to write one.
    static let encrypted = [
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh7kEhjK/NJCAICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMGxH9beBjFtlFupQZpkpjoEgZD4
        m1Z9I3KZegmzjfR55PRqMpF8psFAkw6soGZPX+zNL7e/vgAjIk0W1vAK5dHrz2hC
        JBz7+sVXBLN9nP4AvRR3U/aYTdf4ZLOzbwoPLU/5yMoc3e2XiM198e7YIoqMyQL6
        Y478s8mp7NGtdxJuJvxAYFsVwyHni4otXKCv9soQjq5EcQMjvvTomp2vNQtgPnE=
        -----END ENCRYPTED PRIVATE KEY-----
        """,
        """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,DB591AB98E9FA74C41284E615B34B89A

        cSX2oB5nGDds17EsMSmMr+DZfRpWvAtK+sC7cV7LP9Dzvdhz6x/KHczEzi3WdAsr
        dwxVSQx+ixsGlgTHz1vq9yNKWyqUxe+Kv6qsAHKXeTm2CfYlzAAe1kJlgHjqb1dG
        RwHxoFs/J6dMMOx37e8Na41lc1f22+Hi4GvfxPt5tbM=
        -----END EC PRIVATE KEY-----
        """,
    ]
}
