using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.SampleClients;

/// <summary>The clients in samples/, each as a reader would run it: an order goes out, and a callback is told from a
/// forged one.</summary>
public sealed class SampleClientTests
{
    [NeedsProgram("dotnet")]
    public Task The_client_in_CSharp_sends_and_verifies() =>
        SendsAndVerifies("dotnet", "run", PathOf("csharp", "budstikke.cs"), "--");

    [NeedsProgram("node")]
    public Task The_client_in_JavaScript_sends_and_verifies() =>
        SendsAndVerifies("node", PathOf("javascript", "budstikke.mjs"));

    [NeedsProgram("bash", "curl", "jq", "sha256sum")]
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
            }
        );
        using var order = OrderFile.With(receiver.Url("/cb?shop=7&who=K%C3%A5re+%26+co%5C"));

        var (code, said, _) = await run.To("send", order.Path);
        code.ShouldBe(0);
        (await app.StateOf(said)).ShouldBe(OrderState.Sent);
        await app.RunJobs();
        var callback = receiver.Urls.ShouldHaveSingleItem();
        (await run.To("verify", callback)).ShouldBe((0, "genuine", ""));
        var forged = callback.Replace("amount=51.00", "amount=15.00", StringComparison.Ordinal);
        (await run.To("verify", forged)).ShouldBe((1, "NOT genuine", ""));
        (await run.To("send", PathOf("csharp", "Directory.Build.props"))).Code.ShouldBe(1);
    }

    private static readonly Dictionary<string, string?> s_toLoopback = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
    };

    private static string PathOf(params string[] parts) => RepositoryFolder.PathOf(["samples", .. parts]);
}
