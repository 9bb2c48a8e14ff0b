using System.Text.Json;
using System.Text.Json.Nodes;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.SampleClients;

/// <summary><c>send</c> in a process of its own, against a node in another.</summary>
public sealed class SendCommandStories : IAsyncLifetime
{
    private readonly string _folder = StoreFolder.New();
    private NodeProcess _node = null!;
    private string _token = "";
    private IDictionary<string, string?> _settings = new Dictionary<string, string?>();

    public async Task InitializeAsync()
    {
        var settings = await StoreFolder.Settings(Store.Sqlite, _folder);
        _settings = settings;
        _token = await NodeProcess.AddTestClient(settings);
        _node = await NodeProcess.Serve(settings);
    }

    public async Task DisposeAsync()
    {
        _node.Dispose();
        await StoreFolder.Delete(_folder);
    }

    [Fact]
    public async Task An_order_is_followed_to_the_customer()
    {
        using var order = OrderFile.With(_ => { });

        var (code, said, complaint) = await Send(order.Path);

        complaint.ShouldBeEmpty();
        code.ShouldBe(0);
        foreach (var fact in new[] { "OrderAccepted", "InvoiceIssued", "ChannelPassedBy", "DispatchAccepted" })
            said.ShouldContain($"  {fact} ");
        said.Split('\n')[0].ShouldMatch("^[0-9:.]{12}Z  OrderAccepted ");
        said.ShouldEndWith(
            ": invoice 10001 went out by Email, simulated: nobody has got it. `outbox` shows what would have been sent."
        );
    }

    [Fact]
    public async Task With_json_stdout_carries_the_result_alone()
    {
        using var order = OrderFile.With(order => order["orderSummary"]!["totalTax"] = "9.00");

        var (code, said, complaint) = await Send(order.Path, "--json");

        var result = JsonSerializer.Deserialize<JsonElement>(said);
        result.GetProperty("outcome").GetString().ShouldBe("Delivered");
        result.GetProperty("number").GetString().ShouldBe("10001");
        result.GetProperty("isSimulated").GetBoolean().ShouldBeTrue();
        result.GetProperty("order").GetString()!.ShouldStartWith("ODR");
        result
            .GetProperty("warnings")[0]
            .GetString()
            .ShouldBe("The order summary.total tax does not match the products.");
        complaint.ShouldContain("DispatchAccepted");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_order_is_told_by_the_services_own_texts()
    {
        using var order = OrderFile.With(order =>
        {
            order["customerDetails"]!["email"] = "x";
            order["products"] = new JsonArray();
        });

        (await Send(order.Path)).ShouldBe(
            (
                1,
                "",
                "Refused with HTTP 417:\nThe products field is required.\nThe customer details.email must be a "
                    + "valid email address."
            )
        );
        (await Send(order.Path, "--token", "nobodys")).ShouldBe((1, "", "Refused with HTTP 401:\nunauthenticated"));
    }

    [Fact]
    public async Task An_order_that_waits_for_its_run_and_one_that_needs_a_person_are_told_apart()
    {
        using var held = OrderFile.With(order => order["invoiceInterval"] = 1);
        using var stuck = OrderFile.With(order =>
        {
            order["customerDetails"]!["email"] = "refused@customer.example";
            order["customerDetails"]!["address"]!["street"] = "Unprintable 1";
        });

        var (heldCode, heldSaid, _) = await Send(held.Path);
        heldSaid.ShouldEndWith(" is stored, and waits for its invoice run.");
        heldCode.ShouldBe(0);
        var (stuckCode, _, stuckComplaint) = await Send(stuck.Path);
        stuckComplaint.ShouldEndWith(" is stored, but needs a person: see `cases`.");
        stuckCode.ShouldBe(4);
    }

    [Fact]
    public async Task Nothing_that_an_order_says_can_steer_the_terminal()
    {
        using var order = OrderFile.With(order =>
        {
            order.AsObject().Remove("callback");
            order["customerDetails"]!["email"] = "refused@customer.example";
            order["customerDetails"]!["address"]!["zip"] = "43\u009b2J\u202e";
            order["customerDetails"]!["address"]!["city"] = "Sandnes\nDispatchAccepted";
        });

        var (_, said, complaint) = await Send(order.Path);
        var (_, cases, _) = await Run("cases");
        var (_, json, _) = await Run("cases", "--json");

        foreach (var text in new[] { said, complaint, cases, json })
            text.ShouldAllBe(c => c == '\n' || (!char.IsControl(c) && c != '\u202e'));
        said.ShouldContain(@"43\u009B2J\u202E");
        // No line that looks like one of ours begins in a value.
        said.Split('\n').ShouldAllBe(line => !line.StartsWith("DispatchAccepted", StringComparison.Ordinal));
        cases.ShouldContain(@"\u009B");
        JsonSerializer
            .Deserialize<JsonElement>(json)[0]
            .GetProperty("reason")
            .GetString()!
            .ShouldContain("\u009b2J\u202e");
    }

    [Fact]
    public async Task Followed_for_no_time_an_order_is_on_its_way()
    {
        using var order = OrderFile.With(_ => { });

        var (code, _, complaint) = await Send(order.Path, "--wait", "0");

        complaint.ShouldEndWith(" is stored and still on its way. Its timeline says how far it is.");
        code.ShouldBe(4);
    }

    [Fact]
    public async Task Where_nobody_answers_the_key_is_shown_that_makes_a_repeat_harmless()
    {
        using var order = OrderFile.With(_ => { });

        var (code, _, complaint) = await Send(order.Path, "--url", "http://127.0.0.1:1", "--key", "order-7");

        complaint.ShouldStartWith("No answer: ");
        complaint.ShouldEndWith("add --key order-7");
        code.ShouldBe(3);
    }

    [Fact]
    public async Task The_help_does_not_show_the_token_of_the_environment()
    {
        var (code, said, _) = await Send("--help");

        said.ShouldContain("--token");
        said.ShouldNotContain(_token);
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("There is no file ", "nowhere.json")]
    [InlineData("--url must be an http or https address: ftp://x", "FILE", "--url", "ftp://x")]
    [InlineData("--token or BUDSTIKKE_TOKEN must be the token ", "FILE", "--token", "")]
    [InlineData("--key must be letters, digits and signs, without blanks.", "FILE", "--key", "a\nb")]
    [InlineData("--wait must be 0 to 3600.", "FILE", "--wait", "3601")]
    public async Task What_cannot_be_sent_is_refused_with_a_reason(string reason, params string[] arguments)
    {
        using var order = OrderFile.With(_ => { });

        var (code, said, complaint) = await Send([.. arguments.Select(one => one == "FILE" ? order.Path : one)]);

        complaint.ShouldStartWith(reason);
        said.ShouldBeEmpty();
        code.ShouldBe(2);
    }

    /// <summary>A command on the node's store.</summary>
    private Task<(int Code, string Said, string Complaint)> Run(params string[] arguments) =>
        new ForeignProgram(
            "dotnet",
            [typeof(Program).Assembly.Location],
            _settings.ToDictionary(one => one.Key.Replace(":", "__", StringComparison.Ordinal), one => one.Value)
        ).To(arguments);

    private Task<(int Code, string Said, string Complaint)> Send(params string[] arguments) =>
        new ForeignProgram(
            "dotnet",
            [typeof(Program).Assembly.Location, "send"],
            new() { ["BUDSTIKKE_URL"] = _node.Address.ToString(), ["BUDSTIKKE_TOKEN"] = _token }
        ).To(arguments);
}
