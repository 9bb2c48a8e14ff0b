using Budstikke.Commands;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Operations;

/// <summary>How <c>serve</c> ends: whoever starts nodes again when they fail goes by the code.</summary>
public sealed class ServeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = StoreFolder.New();
    private readonly HeardLog _log = new();

    [Fact]
    public async Task Told_to_stop_it_ends_with_0_and_its_first_and_last_line_say_what_it_was()
    {
        using var stop = new CancellationTokenSource();

        (await Serve(app => app.Lifetime.ApplicationStarted.Register(stop.Cancel), null, stop.Token)).ShouldBe(0);

        var lines = _log.Lines.Select(line => line.Text).ToList();
        foreach (var begin in new[] { "Starting Budstikke 0.1.0", "Stopped: Budstikke 0.1.0" })
        {
            var line = lines.Where(one => one.StartsWith(begin, StringComparison.Ordinal)).ShouldHaveSingleItem();
            line.ShouldContain(Path.Combine(_folder, "budstikke.db"));
            line.ShouldContain(Path.Combine(_folder, "budstikke.key"));
            line.ShouldContain("channels ehf absent, einvoice absent, email absent, post absent");
        }
    }

    [Fact]
    public async Task A_stop_that_nobody_asked_for_ends_with_1() =>
        (await Serve(app => app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication))).ShouldBe(1);

    [Fact]
    public async Task A_service_in_the_background_that_ends_takes_the_node_with_it_and_that_is_1() =>
        (await Serve(_ => { }, services => services.AddHostedService<Failing>())).ShouldBe(1);

    private async Task<int> Serve(
        Action<WebApplication> with,
        Action<IServiceCollection>? add = null,
        CancellationToken cancel = default
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(await StoreFolder.Settings(Store.Sqlite, _folder));
        try
        {
            return await ServeCommand
                .Run(
                    async (service, _, _) =>
                    {
                        var app = await Service.Build(service, TimeProvider.System, replace: add);
                        with(app);
                        return app;
                    },
                    builder,
                    cancel
                )
                .WaitAsync(s_patience, CancellationToken.None);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await StoreFolder.Delete(_folder);
        }
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("nobody expected this");
        }
    }
}
