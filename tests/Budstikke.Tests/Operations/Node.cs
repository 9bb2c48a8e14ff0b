using System.Net.Http.Headers;
using System.Text;
using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Operations;

/// <summary>A node as <c>serve</c> runs it: it listens on loopback, works on its own, and goes by the machine's
/// clock.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private Node(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public static Task<Node> Start(IDictionary<string, string?>? settings = null, params IChannel[] channels) =>
        Start(TimeProvider.System, settings, channels);

    public static async Task<Node> Start(
        TimeProvider time,
        IDictionary<string, string?>? settings,
        params IChannel[] channels
    )
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-node-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Storage:Sqlite"] = Path.Combine(folder, "budstikke.db"),
                ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        IChannel[] all =
        [
            .. ChannelList.All.Select(channel =>
                channels.FirstOrDefault(one => one.Channel == channel) ?? new FakeChannel(channel)
            ),
        ];
        var app = await Service.Build(
            builder,
            time,
            replace: services => services.AddSingleton(new SimulatedChannels(all, ServesLiveClients: true))
        );
        var node = new Node(app, folder);
        var client = await AddClient.Run(
            new(node.Database, node.Services.GetRequiredService<Secrets>(), TimeProvider.System, Actor.System),
            new IdSequence(node.Database, "CLT"),
            BudstikkeApp.SampleClient
        );
        await app.StartAsync();
        node.Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        node.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        return node;
    }

    /// <summary>The sample order, without a callback.</summary>
    public async Task<HttpResponseMessage> Send()
    {
        var sample = System.Text.Json.Nodes.JsonNode.Parse(PublishedOrder.Json)!;
        sample.AsObject().Remove("callback");
        using var body = new StringContent(sample.ToJsonString(), Encoding.UTF8, "application/json");
        return await Http.PostAsync(new Uri("/api/v1/connect/orders/invoice/create", UriKind.Relative), body);
    }

    public Task Stop() => _app.StopAsync();

    public bool IsStopping => _app.Lifetime.ApplicationStopping.IsCancellationRequested;

    public Task<JobState> JobOf(string kind) =>
        Database.Read(session =>
            session.QuerySingle<JobState>(
                "SELECT claim_token AS ClaimToken, claims AS Claims, attempts AS Attempts FROM jobs WHERE kind = @kind",
                new { kind }
            )
        );

    public Task<long> JobCount(string kind) =>
        Database.Read(session =>
            session.QuerySingle<long>("SELECT count(*) FROM jobs WHERE kind = @kind", new { kind })
        );

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

internal sealed record JobState(string? ClaimToken, long Claims, long Attempts);

/// <summary>A channel whose other side takes its time; the test says when it is done.</summary>
internal sealed class SlowChannel(Channel channel, bool hearsInterruption = true) : IChannel
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Channel Channel => channel;

    /// <summary>The first dispatch is under way.</summary>
    public Task Begun => _begun.Task;

    public void Finish() => _done.TrySetResult();

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        _begun.TrySetResult();
        await _done.Task.WaitAsync(hearsInterruption ? cancel : CancellationToken.None);
        return new Accepted("taken");
    }
}
