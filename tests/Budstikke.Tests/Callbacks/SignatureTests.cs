using System.Text;
using Budstikke.Callbacks;
using Budstikke.Support;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace Budstikke.Tests.Callbacks;

/// <summary>Against the library StandardWebhooks, the specification's own vector, and a program of another
/// language.</summary>
public sealed class SignatureTests
{
    private const string Payload = "/cb?shop=7&who=K%C3%A5re&status=PAID";

    [Fact]
    public void The_vector_of_the_specification_is_signed_as_it_says() =>
        Signature
            .Of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                """{"test": 2432232314}""",
                Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            )
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void The_example_of_the_page_is_signed_as_it_says()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "callbacks.md"));

        KnownCall.SignatureOf(KnownCall.Target).ShouldBe(KnownCall.Signed);
        Signature.LibrarySecret(KnownCall.Secret).ShouldBe(KnownCall.LibrarySecret);
        foreach (var text in new[] { KnownCall.Target, KnownCall.Signed, KnownCall.Id, KnownCall.LibrarySecret })
            page.ShouldContain(text);
    }

    [Theory]
    [InlineData(Payload)]
    [InlineData("")]
    [InlineData("""{"type":"order.state","data":{"name":"Kåre 😀"}}""")]
    public void The_library_signs_and_verifies_as_we_do(string payload)
    {
        var (id, now) = (Signature.NewId(), TimeProvider.System.GetUtcNow());
        var library = new StandardWebhook(Signature.LibrarySecret("s3cret"));

        var headers = Signature.HeadersOf(id, now, payload, ["s3cret"]);

        headers["webhook-signature"].ShouldBe(library.Sign(id, now, payload));
        library.Verify(payload, Headers(headers));
    }

    /// <summary>The library, in the version of this test, looks at the first alone; the specification says: at
    /// each.</summary>
    [Fact]
    public void With_two_secrets_each_has_its_signature_and_the_first_secrets_stands_first()
    {
        string[] secrets = ["a first secret", "another secret"];

        var headers = Signature.HeadersOf("msg_a", TimeProvider.System.GetUtcNow(), Payload, secrets);

        var signatures = headers["webhook-signature"].Split(' ');
        signatures.Length.ShouldBe(2);
        new StandardWebhook(Signature.LibrarySecret(secrets[0])).Verify(Payload, Headers(headers));
        foreach (var (secret, signature) in secrets.Zip(signatures))
        {
            var one = Headers(headers);
            one["webhook-signature"] = signature;
            new StandardWebhook(Signature.LibrarySecret(secret)).Verify(Payload, one);
            Should.Throw<Exception>(() => new StandardWebhook(Signature.LibrarySecret("a third")).Verify(Payload, one));
        }
    }

    [Fact]
    public void The_checksum_of_an_attackers_own_order_fits_a_forged_call_and_no_signature_does()
    {
        var attackers = CallbackUrl.Build(
            KnownCall.AttackersUrl,
            new(
                "ODR0000000999",
                "INVOICED",
                51,
                DateTimeOffset.FromUnixTimeSeconds(1_755_764_131),
                DateTimeOffset.FromUnixTimeSeconds(1_755_850_531)
            ),
            KnownCall.Secret
        );

        attackers.Split("checksum=")[1].ShouldBe(KnownCall.Forged.Split("checksum=")[1]);
        CallbackUrl.NamesAnOrder(KnownCall.AttackersUrl).ShouldBeTrue();
        KnownCall.SignatureOf(new Uri(attackers).PathAndQuery).ShouldNotBe(KnownCall.SignatureOf(KnownCall.Forged));
    }

    [Fact]
    public void An_id_is_made_of_letters_and_never_twice()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Signature.NewId()).ToList();

        ids.Distinct().Count().ShouldBe(1000);
        ids.ShouldAllBe(id =>
            id.Length == 26 && id.StartsWith("msg_", StringComparison.Ordinal) && !id.Any(char.IsDigit)
        );
    }

    [Fact]
    public void The_key_is_the_secret_as_it_was_shown() =>
        Encoding.UTF8.GetString(Signature.KeyOf("0f1e2d")).ShouldBe("0f1e2d");

    private static HeaderDictionary Headers(IReadOnlyDictionary<string, string> headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
            all[name] = value;
        return all;
    }
}
