new EventSource("/power").onmessage = event => {
    document.getElementById("power").value = event.data;
};
