using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

internal static class Calling
{
    public static Task<CallResult> Get(this CallbackCall call, string url, CancellationToken cancel) =>
        call.Send(CallbackRequest.Get(url), cancel);
}
