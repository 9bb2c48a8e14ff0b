using Budstikke.Support;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Budstikke.Tests.SampleClients;

/// <summary>Each client in samples/ against the known call, and against calls that somebody else made.</summary>
public sealed class SampleVerificationTests
{
    private const string Genuine = $"genuine: {KnownCall.Order} is PAID";
    private static readonly Call s_known = new(KnownCall.Target);

    /// <summary>Signed, unless it says otherwise; judged at the moment that it was sent.</summary>
    private sealed record Call(string Target)
    {
        public string Id { get; init; } = KnownCall.Id;

        public string Timestamp { get; init; } = $"{KnownCall.Timestamp}";

        public string Signature { get; init; } = KnownCall.SignatureOf(Target);

        public long Now { get; init; } = KnownCall.Timestamp;
    }

    private static readonly (string Said, Call Call)[] s_calls =
    [
        (Genuine, s_known with { Signature = KnownCall.Signed }),
        (Genuine, s_known with { Signature = $"v1,AAAA {KnownCall.Signed}", Now = KnownCall.Timestamp + 300 }),
        ("NOT genuine: wrong signature", new(KnownCall.Forged) { Signature = KnownCall.Signed }),
        ("NOT genuine: wrong signature", s_known with { Signature = "" }),
        ("NOT genuine: wrong signature", s_known with { Id = "msg_another", Signature = KnownCall.Signed }),
        ("NOT genuine: wrong checksum", new(KnownCall.Target.Replace("100.00", "1.00", StringComparison.Ordinal))),
        ("NOT genuine: unknown parameter", Correct("a=1&")),
        ("NOT genuine: unknown parameter", Correct("Shop=7&")),
        ("NOT genuine: repeated parameter", Correct("shop=7&%73hop=8&")),
        ("NOT genuine: repeated parameter", Correct("status=PAID&")),
        ("NOT genuine: missing parameter", new("/cb?shop=7")),
        ("NOT genuine: not within five minutes", s_known with { Now = KnownCall.Timestamp + 301 }),
        ("NOT genuine: not within five minutes", s_known with { Now = KnownCall.Timestamp - 301 }),
        ("NOT genuine: not within five minutes", s_known with { Timestamp = "" }),
        ("NOT genuine: not an order of ours", Correct("", order: "ODR0000000124")),
        ("NOT genuine: not an order of ours", Correct("", order: "..%2F123")),
    ];

    [NeedsProgram("dotnet")]
    public async Task The_client_in_CSharp_tells_a_genuine_call_from_a_forged_one()
    {
        var file = PathOf("csharp", "budstikke.cs");
        (await new ForeignProgram("dotnet", ["build", file, "-v", "quiet"], []).To()).Code.ShouldBe(0);
        await Tells("dotnet", "run", "--no-build", file, "--");
    }

    [NeedsProgram("node")]
    public Task The_client_in_JavaScript_tells_a_genuine_call_from_a_forged_one() =>
        Tells("node", PathOf("javascript", "budstikke.mjs"));

    [NeedsProgram("php")]
    public Task The_client_in_PHP_tells_a_genuine_call_from_a_forged_one() =>
        Tells("php", PathOf("php", "budstikke.php"));

    [NeedsProgram("python3")]
    public Task The_client_in_Python_tells_a_genuine_call_from_a_forged_one() =>
        Tells("python3", PathOf("python", "budstikke.py"));

    [NeedsProgram("bash", "curl", "jq", "sha256sum", "od", "base64")]
    public Task The_client_in_shell_tells_a_genuine_call_from_a_forged_one() =>
        Tells("bash", PathOf("shell", "budstikke.sh"));

    [Theory]
    [InlineData("csharp", "budstikke.cs")]
    [InlineData("javascript", "budstikke.mjs")]
    [InlineData("php", "budstikke.php")]
    [InlineData("python", "budstikke.py")]
    [InlineData("shell", "budstikke.sh")]
    public void The_code_that_the_page_shows_is_the_samples(string language, string file)
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "callbacks.md"));

        var shown = page.Split($"```{language}\n")[1].Split("```")[0];

        File.ReadAllText(PathOf(language, file)).ShouldContain(shown);
    }

    private static async Task Tells(string program, params string[] client)
    {
        await using var service = await Receiver.Start();
        service.Answer = context => Answer(context, KnownCall.Order, "PAID");
        ForeignProgram run = new(
            program,
            client,
            new()
            {
                ["BUDSTIKKE_URL"] = service.Url("").TrimEnd('/'),
                ["BUDSTIKKE_TOKEN"] = "a-token",
                ["BUDSTIKKE_SECRET"] = KnownCall.Secret,
                ["BUDSTIKKE_PARAMETERS"] = "shop who",
            }
        );
        foreach (var (said, call) in s_calls)
            (
                await run.To(
                    "verify",
                    $"https://shop.example{call.Target}",
                    call.Id,
                    call.Timestamp,
                    call.Signature,
                    $"{call.Now}"
                )
            ).ShouldBe((said == Genuine ? 0 : 1, said, ""), $"{call}");
        service
            .Urls.Distinct()
            .Order()
            .Select(url => new Uri(url).AbsolutePath.Split('/')[^1])
            .ShouldBe([KnownCall.Order, "ODR0000000124"]);
    }

    /// <summary>The state of one order, as the API has it; of any other it knows nothing.</summary>
    private static Task Answer(HttpContext context, string order, string state)
    {
        var isKnown = context.Request.Path == $"/api/v1/connect/orders/status/{order}";
        context.Response.StatusCode = isKnown ? 200 : 404;
        return context.Response.WriteAsJsonAsync(
            new
            {
                status_code = context.Response.StatusCode,
                data = isKnown ? new { uuid = order, status = state } : null,
            }
        );
    }

    private static Call Correct(string own, string order = KnownCall.Order) =>
        new(KnownCall.WithChecksum(KnownCall.TargetOf(own, order)));

    private static string PathOf(params string[] parts) => RepositoryFolder.PathOf(["samples", .. parts]);
}
