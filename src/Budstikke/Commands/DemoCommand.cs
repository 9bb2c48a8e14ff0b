using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary>
/// <c>demo</c>: the main job on an embedded database with every channel simulated. It sends the sample order over HTTP
/// to itself and shows each step of its way, with its time and evidence, until the invoice has arrived and the callback
/// was received.
/// </summary>
internal static class DemoCommand
{
    private const int MaxSeconds = 60;
    private static readonly Option<bool> s_exit = new("--exit")
    {
        Description = "End when the order has arrived; else stay up.",
    };
    private static readonly Option<bool> s_json = new("--json")
    {
        Description = "Print the result as JSON; the steps go to stderr.",
    };

    public static Command Of(BuildService build, TimeProvider time)
    {
        var command = new Command(
            "demo",
            "Sends the sample order through a service of its own and shows its way to the customer."
        )
        {
            s_exit,
            s_json,
        };
        command.SetAction(
            (parsed, cancel) => Run(build, time, parsed.GetValue(s_exit), parsed.GetValue(s_json), cancel)
        );
        return command;
    }

    private static async Task<int> Run(
        BuildService build,
        TimeProvider time,
        bool exits,
        bool json,
        CancellationToken cancel
    )
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-demo-").FullName;
        try
        {
            return await Run(build, time, new(folder, exits, json), cancel);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Options(string Folder, bool Exits, bool Json);

    private static async Task<int> Run(BuildService build, TimeProvider time, Options options, CancellationToken cancel)
    {
        var secret = "";
        await using var receiver = await DemoReceiver.Start(() => secret, time);
        await using var app = await build(Builder(options.Folder), new Uri(receiver.CallbackUrl));
        using var only = StoreLock.Take(app.Services.GetRequiredService<Database>());
        await ServeCommand.Start(app, cancel);
        var client = await AddClientOf(app, time);
        secret = client.CallbackSecret;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(TimeSpan.FromSeconds(MaxSeconds));
        using var service = new RemoteOrders(new(app.Urls.First()), client.Token);
        var view = new DemoView(options.Json);
        view.Begin(app.Urls.First(), client);
        var order = await Send(service, OrderOf(receiver.CallbackUrl, time.GetUtcNow()), view, timeout.Token);
        var result = await Follow(service, order, receiver, view, timeout.Token);
        view.End(result, order);
        if (!options.Exits && result.IsWhole)
        {
            view.OpensConsole(await DemoConsole.LinkOf(app.Services, client.ClientId));
            await Stay(app, view, cancel);
        }
        return result.IsWhole ? 0 : 1;
    }

    private static async Task Stay(WebApplication app, DemoView view, CancellationToken cancel)
    {
        view.Stays();
        await app.WaitForShutdownAsync(cancel);
    }

    /// <summary>The caller's URLs count; its database, key and channels do not: a demonstration keeps to
    /// itself.</summary>
    private static WebApplicationBuilder Builder(string folder)
    {
        var builder = ServeCommand.Builder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [OpenStore.PostgresSetting] = "",
                [OpenStore.SqliteSetting] = Path.Combine(folder, "budstikke.db"),
                ["Secrets:Key"] = "",
                ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
                ["Email:Smtp"] = "",
                ["Ehf:Via"] = "",
                ["EInvoice:Via"] = "",
                ["Maventa:Url"] = "",
                ["Maventa:VendorKey"] = "",
                ["Post:Folder"] = "",
                ["Node:Roles"] = "api,worker",
                ["Sandbox:Enabled"] = "true",
            }
        );
        builder.Configuration.AddInMemoryCollection(DemoConsole.Settings);
        return builder;
    }

    private static async Task<AddedClient> AddClientOf(WebApplication app, TimeProvider time)
    {
        var database = app.Services.GetRequiredService<Database>();
        using var ids = AddClient.Ids(database);
        var seller = new NewClient
        {
            Seller = new()
            {
                Name = "Sandnes Frisør AS",
                OrganizationNumber = "123456785",
                Account = "86011117947",
                Email = "post@frisor.example",
                Street = "Langgata 1",
                PostCode = "4306",
                City = "Sandnes",
                IsVatRegistered = true,
                IsLimitedCompany = true,
                Country = "NO",
            },
            Mode = ClientMode.Test,
        };
        var secrets = app.Services.GetRequiredService<Secrets>();
        return await AddClient.Run(new(database, secrets, time, Actor.AtTerminal), ids, seller);
    }

    /// <summary>The sample order as if it were of today: it would be warned of otherwise.</summary>
    private static JsonNode OrderOf(string callbackUrl, DateTimeOffset now)
    {
        var order = JsonNode.Parse(SampleOrder.Of(now))!;
        order["callback"]!["callbackUrl"] = callbackUrl;
        return order;
    }

    private static async Task<string> Send(
        RemoteOrders service,
        JsonNode order,
        DemoView view,
        CancellationToken cancel
    )
    {
        var (status, text) = await service.Send(order.ToJsonString(), key: null, cancel);
        view.Answered((int)status, text);
        if (status != HttpStatusCode.Created)
            throw new HttpRequestException($"The sample order was refused with {(int)status}.", null, status);
        return JsonNode.Parse(text)!["data"]!["uuid"]!.GetValue<string>();
    }

    private static async Task<DemoResult> Follow(
        RemoteOrders service,
        string order,
        DemoReceiver receiver,
        DemoView view,
        CancellationToken cancel
    )
    {
        var result = new DemoResult();
        var timeline = new RemoteTimeline(service, order);
        try
        {
            while (!result.IsWhole)
            {
                foreach (var fact in await timeline.Unseen(cancel))
                {
                    view.Happened(fact);
                    result = result.With(RemoteTimeline.Read(fact));
                }
                while (receiver.Received.TryRead(out var callback))
                {
                    view.Received(callback);
                    result = result.With(callback);
                }
                if (!result.IsWhole)
                    await Task.Delay(RemoteOrders.BetweenReads, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Out of time, or told to stop: the result says what was missing.
        }
        return result;
    }
}

/// <summary>Whether the order's way is whole: the invoice reached the customer, and the client was told.</summary>
internal sealed record DemoResult
{
    public string? Number { get; init; }

    public string? DeliveredBy { get; init; }

    public bool IsCallbackReceived { get; init; }

    /// <summary>And its signature: scripts read it by the name that it had before there was one.</summary>
    public bool IsChecksumRight { get; init; }

    public bool IsWhole => DeliveredBy is not null && IsCallbackReceived && IsChecksumRight;

    public DemoResult With(Fact? fact) =>
        fact switch
        {
            InvoiceIssued issued => this with { Number = issued.Number },
            DispatchAccepted accepted => this with { DeliveredBy = accepted.Channel },
            _ => this,
        };

    public DemoResult With(ReceivedCallback callback) =>
        this with
        {
            IsCallbackReceived = true,
            IsChecksumRight = callback.IsGenuine,
        };
}
