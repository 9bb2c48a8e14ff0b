using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http.Features;

namespace Budstikke.Tests.SampleClients;

/// <summary>The clients in samples/, each as a reader would run it: an order goes out, and its callback is
/// verified.</summary>
public sealed class SampleClientTests
{
    [NeedsProgram("dotnet")]
    public Task The_client_in_CSharp_sends_and_verifies() =>
        SendsAndVerifies("dotnet", "run", PathOf("csharp", "budstikke.cs"), "--");

    [NeedsProgram("node")]
    public Task The_client_in_JavaScript_sends_and_verifies() =>
        SendsAndVerifies("node", PathOf("javascript", "budstikke.mjs"));

    [NeedsProgram("python3")]
    public Task The_client_in_Python_sends_and_verifies() =>
        SendsAndVerifies("python3", PathOf("python", "budstikke.py"));

    [NeedsProgram("bash", "curl", "jq", "sha256sum", "od", "base64")]
    public Task The_client_in_shell_sends_and_verifies() => SendsAndVerifies("bash", PathOf("shell", "budstikke.sh"));

    [NeedsProgram("php")]
    public Task The_client_in_PHP_sends_and_verifies() => SendsAndVerifies("php", PathOf("php", "budstikke.php"));

    private static async Task SendsAndVerifies(string program, params string[] client)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(settings: s_toLoopback);
        using var http = await app.Http();
        ForeignProgram run = new(
            program,
            client,
            new()
            {
                ["BUDSTIKKE_URL"] = http.BaseAddress!.ToString().TrimEnd('/'),
                ["BUDSTIKKE_TOKEN"] = app.Added.Token,
                ["BUDSTIKKE_SECRET"] = app.Added.CallbackSecret,
                ["BUDSTIKKE_PARAMETERS"] = "shop who",
            }
        );
        var heard = new List<string[]>();
        receiver.Answer = context =>
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            heard.Add([
                target,
                .. new[] { "webhook-id", "webhook-timestamp", "webhook-signature" }.Select(name =>
                    context.Request.Headers[name].ToString()
                ),
            ]);
            return Task.CompletedTask;
        };
        using var order = OrderFile.OfItsDay(receiver.Url("/cb?shop=7&who=K%C3%A5re+%26+co%5C"));

        var (code, said, shown) = await run.To("send", order.Path);
        code.ShouldBe(0);
        shown.ShouldStartWith("Idempotency-Key: ");
        var key = shown.Split(' ')[1];
        (await run.To("send", order.Path, key)).Said.ShouldBe(said, "the same key is the same order");
        (await app.StateOf(said)).ShouldBe(OrderState.Sent);
        await app.RunJobs();
        var call = heard.ShouldHaveSingleItem();
        (await run.To("verify", $"http://127.0.0.1{call[0]}", call[1], call[2], call[3], call[2])).ShouldBe(
            (0, $"genuine: {said} is INVOICED", "")
        );
        (await run.To("send", PathOf("csharp", "Directory.Build.props"))).Code.ShouldBe(1);
        run.Settings["BUDSTIKKE_URL"] = "http://127.0.0.1:1";
        var (awayCode, _, away) = await run.To("send", order.Path, key);
        awayCode.ShouldBe(3);
        away.Split('\n')[0]
            .ShouldBe($"Idempotency-Key: {key} (to repeat this order without risk: send {order.Path} {key})");
        away.Split('\n')[^1].ShouldStartWith("No answer from http://127.0.0.1:1");
        away.ShouldNotContain("   at ");
        away.ShouldNotContain("Traceback");
    }

    private static readonly Dictionary<string, string?> s_toLoopback = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
    };

    private static string PathOf(params string[] parts) => RepositoryFolder.PathOf(["samples", .. parts]);
}
