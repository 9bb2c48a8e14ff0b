namespace Budstikke.WebConsole.Pages;

/// <summary>What is not there and what is another's look the same.</summary>
internal sealed class ProblemModel(Doorkeeper door) : ConsolePage(door)
{
    private static readonly Term s_form = new("Skjemaet gjelder ikke", "The form does not count");
    private static readonly Term s_formText = new(
        "Det er for gammelt, eller det kom fra et annet sted. Gå tilbake, last siden på nytt og prøv igjen.",
        "It is too old, or came from elsewhere. Go back, load the page again and try once more."
    );
    private static readonly Term s_failed = new("Noe gikk galt hos oss", "Something went wrong at our end");
    private static readonly Term s_failedText = new(
        "Se på ordren eller saken om det du ville, ble gjort, før du prøver igjen.",
        "Look at the order or case whether what you wanted was done before you try again."
    );

    public override string Title =>
        Say(
            HttpContext.Response.StatusCode switch
            {
                StatusCodes.Status403Forbidden => s_form,
                >= StatusCodes.Status500InternalServerError => s_failed,
                _ => Words.NotFound,
            }
        );

    public string Text =>
        Say(
            HttpContext.Response.StatusCode switch
            {
                StatusCodes.Status403Forbidden => s_formText,
                >= StatusCodes.Status500InternalServerError => s_failedText,
                _ => Words.NotFoundText,
            }
        );
}
